/** Step kinds as the sidecar describes them, and a command that uses them: for the tests of the editor. */

import type { Form } from "../../renderer/editor/document";
import type { Kind, Kinds } from "../../renderer/editor/kinds";

const kind = (name: string, parts: Partial<Kind>): Kind => ({
  name, title: { en: name }, about: { en: `Does ${name}` }, doc: `Does ${name}.`, effect: "reads", control: false, schema: { type: "object", properties: {} }, options: null, blocks: [], named: false, shorthand: "", ...parts,
});

const TEXT = { type: "string", title: "Text", ru: { title: "Текст", description: "" } };

export const kindList: readonly Kind[] = [
  kind("for_each", {
    title: { en: "For each item of a list", ru: "Для каждого элемента списка" },
    control: true, shorthand: "over", blocks: ["steps"],
    schema: { type: "object", required: ["over"], properties: { over: { anyOf: [TEXT, { type: "array", items: {} }] } } },
    options: {
      type: "object",
      properties: { item: { type: "string", default: "item" }, collect: { type: "string", default: "" }, parallel: { type: "integer", default: 1, minimum: 1, maximum: 16 } },
    },
  }),
  kind("if", {
    title: { en: "If … otherwise", ru: "Если … иначе" },
    control: true, shorthand: "condition", blocks: ["steps", "else"], options: { type: "object", properties: {} },
    schema: { type: "object", required: ["condition"], properties: { condition: { anyOf: [TEXT, { type: "boolean" }] } } },
  }),
  kind("while", {
    control: true, shorthand: "condition", blocks: ["steps"], options: { type: "object", properties: { limit: { type: "integer", default: 100 } } },
    schema: { type: "object", required: ["condition"], properties: { condition: { anyOf: [TEXT, { type: "boolean" }] } } },
  }),
  kind("parallel", { control: true, named: true, schema: { type: "object", additionalProperties: true }, options: { type: "object", properties: { limit: { type: "integer" } } } }),
  kind("say", {
    title: { en: "Show in the conversation", ru: "Показать в разговоре" }, about: { en: "Shows a text with a list below it", ru: "Показывает текст и список под ним" },
    shorthand: "text", doc: "Shows a text in the conversation, with a list below it. Gives the text.",
    schema: {
      type: "object",
      properties: {
        text: { anyOf: [TEXT, { type: "object", additionalProperties: { type: "string" } }, { type: "number" }, { type: "null" }], default: "" },
        en: { anyOf: [TEXT, { type: "null" }], default: null }, ru: { anyOf: [TEXT, { type: "null" }], default: null },
        items: { type: "array", items: {} }, link: { type: "string", default: "" },
      },
    },
  }),
  kind("task.list", { title: { en: "List the tasks", ru: "Перечислить задачи" }, schema: { type: "object", properties: { text: { type: "string", default: "" } } } }),
  kind("task.add", {
    title: { en: "Add a task", ru: "Добавить задачу" }, about: { en: "Adds a task", ru: "Добавляет задачу" },
    effect: "writes", shorthand: "text",
    schema: { type: "object", required: ["text"], properties: { text: TEXT, due: { anyOf: [{ $ref: "#/$defs/Moment" }, { type: "null" }] } }, $defs: { Moment: { title: "Moment", type: "object", properties: { at: { type: "string" } } } } },
  }),
];

export const kinds: Kinds = new Map(kindList.map((each) => [each.name, each]));

/** Goes over tasks, branches, and says what it found. */
export const review: Form = {
  title: { en: "Review the tasks", ru: "Разобрать задачи" },
  phrases: { en: ["review my tasks {when}"], ru: ["разбери задачи {when}"] },
  slots: { when: { type: "moment", default: "today" } },
  steps: [
    { "task.list": null, as: "tasks" },
    {
      for_each: "{{ tasks }}", item: "task",
      steps: [
        { say: "{{ task.text }}" },
        { if: "{{ task.due }}", steps: [{ "task.add": "{{ task.text }}", as: "made" }], else: [{ say: "no time" }] },
      ],
      collect: "{{ task.text }}", as: "found",
    },
    { say: { text: "All done by {{ when | moment }}", items: "{{ found }}" } },
  ],
};
