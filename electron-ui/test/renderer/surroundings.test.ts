/** @vitest-environment happy-dom */
/** The token stays out of sight; keys are never the same. */

import { beforeEach, describe, expect, it } from "vitest";
import { newKey, takeToken } from "../../renderer/app/surroundings";

beforeEach(() => {
  sessionStorage.clear();
  history.replaceState(null, "", "/");
});

describe("the token", () => {
  it("is taken from the fragment and leaves the address bar", () => {
    history.replaceState(null, "", "/#token=secret");
    expect(takeToken(window)).toBe("secret");
    expect(location.hash).toBe("");
  });

  it("is still known after a reload", () => {
    history.replaceState(null, "", "/#token=secret");
    takeToken(window);
    expect(takeToken(window)).toBe("secret");
  });

  it("of a fresh link replaces an old one", () => {
    sessionStorage.setItem("token", "old");
    history.replaceState(null, "", "/#token=fresh");
    expect(takeToken(window)).toBe("fresh");
  });
});

describe("keys", () => {
  it("are long and different", () => {
    const keys = new Set(Array.from({ length: 1000 }, newKey));
    expect(keys.size).toBe(1000);
    expect([...keys][0]).toMatch(/^[0-9a-f]{32}$/);
  });
});
