import { expect, test } from "vitest";

import { isOwnPage, mayOpenOutside, mayUse, pageAddress } from "../../main/addresses";

test("the token travels in the fragment", () => {
  const url = new URL(pageAddress(4711, "abc"));
  expect([url.origin, url.search, url.hash]).toEqual(["http://127.0.0.1:4711", "", "#token=abc"]);
});

test.each([
  ["http://127.0.0.1:4711/", true],
  ["http://127.0.0.1:4711/x#token=1", true],
  ["http://127.0.0.1:4712/", false],
  ["https://127.0.0.1:4711/", false],
  ["http://localhost:4711/", false],
  ["http://127.0.0.1:4711@evil.example/", false],
  ["file:///etc/passwd", false],
  ["", false],
])("%s is our own page: %s", (url, own) => {
  expect(isOwnPage(url, 4711)).toBe(own);
});

test("no page is our own while there is no sidecar", () => {
  expect(isOwnPage("http://127.0.0.1/", 0)).toBe(false);
});

test.each([
  ["https://example.org/a?b=c", true],
  ["http://example.org/", false],
  ["https://anna:secret@example.org/", false],
  ["https://127.0.0.1/", false],
  ["https://localhost/", false],
  ["https://printer.local/", false],
  ["https://[::1]/", false],
  ["file:///etc/passwd", false],
  ["javascript:alert(1)", false],
  ["smb://host/share", false],
  [`https://example.org/${"a".repeat(3_000)}`, false],
  ["nonsense", false],
])("%s may be opened outside: %s", (url, may) => {
  expect(mayOpenOutside(url)).toBe(may);
});

const OWN = "http://127.0.0.1:4711";

test.each([
  [{ permission: "media", url: OWN, media: ["audio"] }, true],
  [{ permission: "media", url: OWN, media: ["audio", "video"] }, false],
  [{ permission: "media", url: OWN, media: ["video"] }, false],
  [{ permission: "media", url: OWN, media: [] }, false],
  [{ permission: "media", url: "https://example.org", media: ["audio"] }, false],
  [{ permission: "geolocation", url: OWN, media: [] }, false],
  [{ permission: "notifications", url: OWN, media: [] }, false],
])("%j is allowed: %s", (request, allowed) => {
  expect(mayUse(request, 4711)).toBe(allowed);
});
