/** Keys as pressed, in the notation of Electron's accelerators. */

type Pressed = Pick<KeyboardEvent, "code" | "key" | "ctrlKey" | "altKey" | "shiftKey" | "metaKey">;

const named: { [code: string]: string } = {
  Space: "Space", Enter: "Return", Backspace: "Backspace", Delete: "Delete", Insert: "Insert", Home: "Home", End: "End",
  PageUp: "PageUp", PageDown: "PageDown", ArrowUp: "Up", ArrowDown: "Down", ArrowLeft: "Left", ArrowRight: "Right",
};

/** "Control+Alt+Space"; empty while only modifiers are down or none is (a bare letter would be lost to all programs). */
export function acceleratorOf(event: Pressed): string {
  const key = keyOf(event.code);
  const modifiers = [
    event.ctrlKey && "Control",
    event.altKey && "Alt",
    event.shiftKey && "Shift",
    event.metaKey && "Super",
  ].filter((each): each is string => typeof each === "string");
  const alone = /^F\d+$/.test(key);
  return key && (modifiers.length > 0 || alone) ? [...modifiers, key].join("+") : "";
}

/** By the key's place, so that a Russian layout gives the same shortcut. */
function keyOf(code: string): string {
  const letter = /^(?:Key|Digit)(\w)$/.exec(code);
  if (letter?.[1]) return letter[1];
  return /^F\d+$/.test(code) ? code : (named[code] ?? "");
}
