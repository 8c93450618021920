import { expect, it } from "vitest";
import { killOrders } from "./orders.ts";

it("orders under way at a kill all end, no step runs twice, no row is written twice", async () => {
  const report = await killOrders(3, { perRound: 60 });
  expect(report).toMatchObject({ asked: 0, doubled: 0, lost: 0, repeatedSteps: 0, stuck: 0 });
  expect(report.accepted).toBeGreaterThan(100);
  expect(report.succeeded).toBeGreaterThanOrEqual(report.accepted);
}, 120_000);

it("a workflow that an order calls is neither lost nor called twice by a kill", async () => {
  const report = await killOrders(3, { perRound: 60, calls: true });
  expect(report).toMatchObject({ asked: 0, doubled: 0, lost: 0, repeatedSteps: 0, stuck: 0 });
  expect(report.accepted).toBeGreaterThan(100);
  expect(report.succeeded).toBeGreaterThanOrEqual(2 * report.accepted);
}, 120_000);
