/** A JSON Schema of parameters as the fields of a form. What no field fits becomes a free value. */

import type { Json } from "./document";

/** The parts of JSON Schema that parameter models use. */
export interface Schema {
  readonly $ref?: string;
  readonly $defs?: { readonly [name: string]: Schema };
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly description?: string;
  /** The same two in Russian. */
  readonly ru?: { readonly title: string; readonly description: string };
  readonly default?: Json;
  readonly enum?: readonly Json[];
  readonly const?: Json;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly items?: Schema | boolean;
  readonly properties?: { readonly [name: string]: Schema };
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly maxLength?: number;
}

export type FieldKind = "text" | "long" | "local" | "number" | "boolean" | "choice" | "list" | "mapping" | "object" | "value" | "any";

/** The same words by language; what is missing is said in English. */
export type Wordings = { readonly [language: string]: string };

export interface Field {
  name: string;
  title: Wordings;
  hint: Wordings;
  kind: FieldKind;
  required: boolean;
  default: Json | undefined;
  choices: readonly Json[];
  minimum: number | undefined;
  maximum: number | undefined;
  whole: boolean;
  /** Its text is an expression even without braces. */
  expression: boolean;
  /** Fields of an object; one, without a name, for the items of a list or the values of a mapping. */
  inner: readonly Field[];
}

/** Values a slot holds: nobody writes them out, they are picked. */
const SLOT_VALUES = new Set(["Moment", "Period", "Duration", "Money", "Person"]);
const EXPRESSIONS = new Set(["condition", "over", "collect"]);
/** Texts of more characters than this get several lines. */
const LONG = 400;
const LONG_NAMES = new Set(["prompt", "body", "code", "script", "content"]);
const DEPTH = 3;

/** The fields of a model, those needed first, otherwise in its own order. */
export function fieldsOf(schema: Schema | null): Field[] {
  if (!schema) return [];
  const root = schema;
  const model = resolved(schema, root);
  const needed = new Set(model.required ?? []);
  const fields = Object.entries(model.properties ?? {}).map(([name, inner]) => fieldOf(name, inner, root, needed.has(name), 0));
  const languages = ["en", "ru"].every((name) => fields.some((field) => field.name === name)) && fields.some((field) => field.kind === "local");
  const shown = languages ? fields.filter((field) => field.name !== "en" && field.name !== "ru") : fields;
  return [...shown.filter((field) => field.required), ...shown.filter((field) => !field.required)];
}

/** Whether a model takes names of the owner's own choosing. */
export function isOpen(schema: Schema): boolean {
  const model = resolved(schema, schema);
  return model.additionalProperties === true || typeof model.additionalProperties === "object";
}

function resolved(schema: Schema, root: Schema): Schema {
  if (schema.$ref) {
    const { $ref, ...beside } = schema;
    const found = root.$defs?.[$ref.split("/").pop() ?? ""];
    if (!found) return {};
    const model = resolved(found, root);
    return { ...model, ...beside, ...(model.title === undefined ? {} : { title: model.title }) };
  }
  return schema.allOf?.length === 1 && schema.allOf[0] ? { ...resolved(schema.allOf[0], root), ...schema, allOf: [] } : schema;
}

function fieldOf(name: string, given: Schema, root: Schema, required: boolean, depth: number): Field {
  const schema = resolved(given, root);
  const members = membersOf(schema, root);
  const number = members.find((member) => isOf(member, "number") || isOf(member, "integer"));
  const bounds = number ?? schema;
  const { kind, inner, choices } = depth > DEPTH ? { kind: "any" as const, inner: [], choices: [] } : shapeOf(name, members, root, depth);
  return {
    name, title: wordings(given.title ?? titleOf(name), given.ru?.title), hint: wordings(given.description ?? "", given.ru?.description), kind, required, choices, inner,
    default: schema.default, minimum: bounds.minimum ?? bounds.exclusiveMinimum, maximum: bounds.maximum,
    whole: members.every((member) => isOf(member, "integer")), expression: EXPRESSIONS.has(name),
  };
}

interface Shape {
  kind: FieldKind;
  inner: readonly Field[];
  choices: readonly Json[];
}

function shapeOf(name: string, members: readonly Schema[], root: Schema, depth: number): Shape {
  const plain = (kind: FieldKind): Shape => ({ kind, inner: [], choices: [] });
  const choices = members.flatMap((member) => member.enum ?? (member.const === undefined ? [] : [member.const]));
  if (choices.length > 0 && members.every((member) => member.enum ?? member.const !== undefined)) return { kind: "choice", inner: [], choices };
  const text = members.find((member) => isOf(member, "string"));
  const list = members.find((member) => isOf(member, "array"));
  const object = members.find((member) => isOf(member, "object"));
  if (members.some((member) => Object.keys(member).every((key) => ["title", "description", "default"].includes(key)))) return plain("any");
  if (list) return { kind: "list", choices: [], inner: [fieldOf("", typeof list.items === "object" ? list.items : {}, root, true, depth + 1)] };
  if (text && object && isTexts(object)) return plain("local");
  if (object) return objectShape(object, root, depth);
  if (text) return plain(isLong(name, text) ? "long" : "text");
  if (members.every((member) => isOf(member, "boolean"))) return plain("boolean");
  if (members.every((member) => isOf(member, "number") || isOf(member, "integer"))) return plain("number");
  return plain("any");
}

function objectShape(object: Schema, root: Schema, depth: number): Shape {
  if (SLOT_VALUES.has(object.title ?? "")) return { kind: "value", inner: [], choices: [] };
  const known = Object.entries(object.properties ?? {});
  if (known.length === 0) {
    const values = typeof object.additionalProperties === "object" ? object.additionalProperties : {};
    return { kind: "mapping", choices: [], inner: [fieldOf("", values, root, true, depth + 1)] };
  }
  const needed = new Set(object.required ?? []);
  return { kind: "object", choices: [], inner: known.map(([name, inner]) => fieldOf(name, inner, root, needed.has(name), depth + 1)) };
}

/** What a value may be, without "nothing". */
function membersOf(schema: Schema, root: Schema): Schema[] {
  const union = schema.anyOf ?? schema.oneOf;
  const members = union?.length ? union.flatMap((member) => membersOf(resolved(member, root), root)) : [schema];
  const some = members.filter((member) => !isOf(member, "null"));
  return some.length ? some : members;
}

function isOf(schema: Schema, type: string): boolean {
  return typeof schema.type === "string" ? schema.type === type : (schema.type?.includes(type) ?? false);
}

/** A mapping of languages to texts, as far as a schema can say. */
function isTexts(object: Schema): boolean {
  return !object.properties && typeof object.additionalProperties === "object" && isOf(object.additionalProperties, "string");
}

function isLong(name: string, text: Schema): boolean {
  return LONG_NAMES.has(name) || ((text.maxLength ?? 0) > LONG && name !== "text");
}

function titleOf(name: string): string {
  const words = name.replace(/_/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function wordings(en: string, ru: string | undefined): Wordings {
  return ru ? { en, ru } : { en };
}
