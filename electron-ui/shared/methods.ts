/** The requests a window may send, by method, taken from the generated protocol. Those with a `key` act once per key. */

import type { Protocol, Record as StoredRecord } from "./protocol";

export type {
  CheckShown,
  CommandShown,
  Fault,
  Proposal,
  Snapshot,
  TurnShown,
  Welcome,
} from "./protocol";

type Methods = Protocol["methods"];
export type Method = keyof Methods;
export type Params<M extends Method> = Methods[M]["params"];
export type Result<M extends Method> = Methods[M]["result"];
export type Collection = StoredRecord["collection"];
