/**
 * The figures that are measured, one a file: each names its competitors, their
 * floor and its targets. May import everything in `bench/`.
 *
 * @module
 */
import type { Figure } from "../figure.ts";
import { memory } from "./f10_memory.ts";
import { uncachedToken } from "./f2_uncached_token.ts";
import { importLibrary } from "./f3_import.ts";
import { firstFrame } from "./f9_first_frame.ts";

/** Every figure, in the order in which they are measured. */
export const FIGURES: readonly Figure[] = [
  uncachedToken,
  importLibrary,
  firstFrame,
  memory,
];
