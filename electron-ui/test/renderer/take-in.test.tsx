/** @vitest-environment happy-dom */
/** A command from a file: shown with all it may do, saved only when the owner says so. */

import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test } from "vitest";
import { AppContext } from "../../renderer/app/context";
import { base64, TakeInButton } from "../../renderer/views/TakeIn";
import { ScriptedPage, settled } from "../scripted";

let page: ScriptedPage;
let root: HTMLElement;

beforeEach(async () => {
  document.body.innerHTML = "<div id='app'></div>";
  root = document.getElementById("app") as HTMLElement;
  page = new ScriptedPage();
  await page.connect();
  await act(() => render(<AppContext.Provider value={page.app}><TakeInButton /></AppContext.Provider>, root));
});
afterEach(() => render(null, root));

const seen = {
  format: "n8n",
  name: "prices",
  title: { en: "Prices" },
  description: "",
  text: "title: Prices\n",
  report: [
    { name: "Get", type: "n8n-nodes-base.httpRequest", outcome: "mapped", note: {} },
    { name: "Tell", type: "n8n-nodes-base.telegram", outcome: "opaque", note: { en: "Kept." } },
  ],
  permissions: [{ kind: "http", effect: "sends", what: "shop.example" }],
  lies: true,
  notes: {},
  faults: [],
  conflicts: [{ sentence: "prices", rival: "price-list", kind: "captured" }],
  installed: "",
  difference: [],
};

async function choose(file: File): Promise<void> {
  await act(() => root.querySelector("button")?.click());
  const chooser = root.querySelector<HTMLInputElement>("input[type=file]");
  Object.defineProperty(chooser, "files", { value: [file] });
  await act(async () => {
    chooser?.dispatchEvent(new Event("change"));
    await settled();
  });
}

test("what a file holds is shown, and its conflicts are decided, before it is saved", async () => {
  await choose(new File(["{}"], "prices.json"));
  const [asked] = page.socket.asked("exchange.take_in");
  expect(asked?.params).toEqual({ file: "prices.json", data: "{}", encoding: "text" });
  await act(() => page.socket.answer(asked, seen));
  expect(root.textContent).toContain("shop.example");
  expect(root.querySelector("[role=alert]")).not.toBeNull();
  expect(root.querySelector("[data-outcome=opaque]")?.textContent).toContain("Tell");
  const save = [...root.querySelectorAll("button")].at(-1);
  expect(save?.disabled).toBe(true);
  await act(() => root.querySelector<HTMLInputElement>("input[type=radio]")?.click());
  await act(() => save?.click());
  const [saved] = page.socket.asked("commands.save");
  expect(saved?.params).toMatchObject({ name: "prices", why: "imported", decisions: [{ sentence: "prices", choice: "keep" }] });
});

test("what would start it by itself is shown before it is saved", async () => {
  await choose(new File(["{}"], "prices.json"));
  await act(() => page.socket.answer(page.socket.asked("exchange.take_in")[0], seen));
  const form = { title: "Prices", triggers: [{ every: "каждый будний день в 9" }, { webhook: "orders" }, { on: "start" }], steps: [] };
  await act(async () => {
    page.socket.answer(page.socket.asked("commands.read")[0], { name: "prices", form, faults: [], conflicts: [], effect: "reads" });
    await settled();
  });
  for (const words of ["каждый будний день в 9", "webhook “orders”", "when the assistant starts"]) expect(root.textContent).toContain(words);
});

test("a file that is too large is not even sent", async () => {
  await choose(new File(["x".repeat(300_000)], "large.json"));
  expect(page.socket.asked("exchange.take_in")).toEqual([]);
  expect(page.app.toasts.value.map((toast) => toast.tone)).toEqual(["error"]);
});

test("bytes travel as base64", () => {
  expect(base64(new Uint8Array([80, 75, 3, 4]))).toBe("UEsDBA==");
});
