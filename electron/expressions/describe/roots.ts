import type { Row } from "./entry.ts";

export const roots: readonly Row[] = [
  ["$json: object", "The data of the current item.", "$json.email"],
  ["$binary: object", "The files of the current item.", "$binary.data.fileName"],
  ["$input: step input", "All items that came into this step.", "$input.first().json.email"],
  ["$(name): step", "Another step of this workflow, by its name.", '$("Webhook").item.json.email'],
  ["$node: steps by name", "Another step's item with the same number.", '$node["Webhook"].json.email'],
  ["$items(name?, output?, run?): array", "All items of another step.", '$items("Webhook").length'],
  ["$now: DateTime", "This moment in the workflow's zone.", '$now.toFormat("yyyy-MM-dd")'],
  ["$today: DateTime", "Midnight today in the workflow's zone.", '$today.plus(1, "day")'],
  ["$workflow: object", "This workflow: id, name, active.", "$workflow.name"],
  ["$execution: object", "This run: id, mode, resumeUrl.", "$execution.id"],
  ["$prevNode: object", "The step that the items came from.", "$prevNode.name"],
  ["$itemIndex: number", "The number of the current item, from 0.", "$itemIndex + 1"],
  ["$position: number", "The number of the current item, from 0.", "$position"],
  ["$runIndex: number", "How often this step ran before in this run.", "$runIndex"],
  ["$parameter: object", "This step's own settings as written.", "$parameter.url"],
  ["$nodeVersion: number", "The version of this step's type.", "$nodeVersion"],
  ["$vars: object", "The variables of this workspace.", "$vars.companyName"],
  ["$env: object", "Environment variables, where they are allowed.", "$env.REGION"],
  ["$fromAI(name, description?, type?, otherwise?): any", "A value that an AI agent fills in.", '$fromAI("city")'],
  ["$if(test, yes, no?): any", "One value or the other.", '$if(2 > 1, "yes", "no") → "yes"'],
  ["$ifEmpty(value, instead): any", "Something else where the value is empty.", '$ifEmpty("", "none") → "none"'],
  ["$min(...numbers): number", "The smallest number.", "$min(3, 1, 2) → 1"],
  ["$max(...numbers): number", "The largest number.", "$max(3, 1, 2) → 3"],
  ["$average(...numbers): number", "The mean of the numbers.", "$average(1, 2, 3) → 2"],
  ["$not(value): boolean", "The opposite.", "$not(true) → false"],
  ["$jmespath(data, query): any", "What a JMESPath query finds.", '$jmespath({ a: [{ b: 1 }] }, "a[0].b") → 1'],
  ["numberList(from, to): number[]", "All whole numbers from one to another.", "numberList(1, 4) → [1, 2, 3, 4]"],
  ["zip(names, values): object", "An object from a list of names and one of values.", 'zip(["a"], [1]) → { a: 1 }'],
];

export const input: readonly Row[] = [
  ["item: item", "The current item.", "$input.item.json"],
  ["first(): item", "The first item.", "$input.first().json"],
  ["last(): item", "The last item.", "$input.last().json"],
  ["all(): array", "All items.", "$input.all().length"],
  ["params: object", "The settings of the step before.", "$input.params"],
];

export const node: readonly Row[] = [
  ["item: item", "The item that the current one came from.", '$("Webhook").item.json'],
  ["first(output?, run?): item", "The first item that it put out.", '$("Webhook").first().json'],
  ["last(output?, run?): item", "The last item that it put out.", '$("Webhook").last().json'],
  ["all(output?, run?): array", "All items that it put out.", '$("Webhook").all().length'],
  ["itemMatching(index): item", "The item that another item of this step came from.", '$("Webhook").itemMatching(0).json'],
  ["isExecuted: boolean", "Whether it ran in this run.", '$("Webhook").isExecuted'],
  ["params: object", "Its settings as written.", '$("Webhook").params'],
  ["context: object", "What it keeps while it loops.", '$("Loop").context.noItemsLeft'],
];
