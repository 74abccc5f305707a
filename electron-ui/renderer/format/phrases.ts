/** A phrase template as a sentence an owner can read: optional parts left out, the first of several ways taken. */

/** "(проверь|посмотри) [мою] почту [за] {period}" -> "проверь почту …"; a slot becomes "…". */
export function examplePhrase(template: string): string {
  let phrase = template;
  for (let before = ""; before !== phrase; ) {
    before = phrase;
    phrase = phrase.replace(/\[[^[\]()]*\]/g, "").replace(/\(([^()[\]|]*)(\|[^()[\]]*)?\)/g, "$1");
  }
  return phrase.replace(/\{[^}]*\}/g, "…").replace(/\s+/g, " ").trim();
}
