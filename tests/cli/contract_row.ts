// The shape of a row of the contract's table.
import type { ContractWorld } from "./contract_world.ts";

/** One command line, and what has to come of it. */
export interface ContractRow {
  /** What is typed after `entrada`; `$NAME` is a name of contract_names.ts. */
  readonly run: string;
  readonly world?: ContractWorld;
  /** The exit code; 0 unless said otherwise. */
  readonly code?: number;
  /** What standard output has: a pattern, or the schema it is of; nothing unless said. */
  readonly stdout?: RegExp | string;
  readonly stderr?: RegExp;
  /** What left the machine. */
  readonly sent?: readonly RegExp[];
  /** What a file of the home directory has afterwards. */
  readonly kept?: readonly [path: string, ...texts: RegExp[]];
}

/** Standard output is a token and a newline. */
export const A_TOKEN = /^eyJ[\w-]+\.[\w-]+\.[\w-]*\n$/;
/** Standard output is a token that another tool has lent. */
export const A_LOAN = /^a\.borrowed\.token\n$/;
