import { describe, expect, test } from "vitest";
import { ExpressionError } from "../../../electron/expressions/scope.ts";
import { value } from "./scope-of.ts";

describe("numbers, true and false", () => {
  test.each<[string, unknown]>([
    ["(12.345).round() + (12.345).round(2)", 24.35],
    ["(12.1).ceil() + (12.9).floor() + (-3).abs()", 28],
    ["(1234567.891).format('de-DE')", "1.234.567,891"],
    ["(1234.5).format('en-US', { style: 'currency', currency: 'USD' })", "$1,234.50"],
    ["(0.256).toLocaleString('en-US', { style: 'percent' })", "26%"],
    ["(12.5).toFixed(2) + (255).toString(16) + (1234.5678).toPrecision(6)", "12.50ff1234.57"],
    ["[(4).isEven(), (4).isOdd(), (-3).isOdd(), (4.5).isInteger()]", [true, false, true, false]],
    ["(12.6).toInt() + (2).toFloat() + (3).toNumber()", 18],
    ["[(0).toBoolean(), (-1).toBoolean(), (0).isEmpty(), (5).isNotEmpty()]", [false, true, true, true]],
    ["(1700000000).toDateTime('s').toISO()", "2023-11-14T23:13:20.000+01:00"],
    ["(1700000000000).toDateTime().toMillis()", 1700000000000],
    ["(45351).toDateTime('excel').toUTC().toISODate()", "2024-02-29"],
    ["true.toNumber() + true.toInt() + false.toFloat()", 2],
    ["[true.toBoolean(), false.isEmpty(), true.toString()]", [true, true, "true"]],
    ["[null.isEmpty(), $json.none.isNotEmpty()]", [true, false]],
    ["Number('') + Number('12') + parseInt('12px') + parseFloat('1.5kg')", 25.5],
    ["[isNaN('x'), isFinite('12'), Number.isInteger(5), Number.isNaN('x')]", [true, true, true, false]],
    ["String(null) + String([1, [2]]) + Boolean('false')", "null1,2true"],
    ["Math.round(2.5) + Math.hypot(3, 4) + Math.trunc(-1.5) + Math.min() ", Number.POSITIVE_INFINITY],
    ["0.1 + 0.2", 0.1 + 0.2],
    ["1 / 0", Number.POSITIVE_INFINITY],
  ])("%s", (code, expected) => {
    expect(value(code)).toEqual(expected);
  });

  test.each([
    ["(1.5).isEven()", /whole numbers/],
    ["(1.5).isOdd()", /whole numbers/],
    ["(1).toDateTime('h')", /ms, s, us or excel/],
    ["(1).toTitleCase()", /works on String only/],
  ])("%s is an error", (code, message) => {
    expect(() => value(code)).toThrow(ExpressionError);
    expect(() => value(code)).toThrow(message);
  });

  test("options that Intl does not know come to undefined", () => {
    expect(value("(1).format('no such locale')")).toBeUndefined();
    expect(value("(1).format('en-US', { style: 'bogus' })")).toBeUndefined();
    expect(value("(1).format('en-US', { style: [] })")).toBeUndefined();
  });
});
