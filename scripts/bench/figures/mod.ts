/**
 * The figures that are measured, one a file: each names its competitors, their
 * floor and its targets. May import everything in `bench/`.
 *
 * @module
 */
import type { Figure } from "../figure.ts";
import { growth } from "./f11_growth.ts";
import { interfaceInUse } from "./f12_interface_in_use.ts";
import { keptToken } from "./f1_kept_token.ts";
import { memory } from "./f10_memory.ts";
import { uncachedToken } from "./f2_uncached_token.ts";
import { cachedToken } from "./f4_cached_token.ts";
import { stampede } from "./f5_stampede.ts";
import { programsAtOnce } from "./f6_programs_at_once.ts";
import { importLibrary } from "./f3_import.ts";
import { firstFrame } from "./f9_first_frame.ts";

/** Every figure, in the order in which they are measured. */
export const FIGURES: readonly Figure[] = [
  keptToken,
  uncachedToken,
  importLibrary,
  cachedToken,
  stampede,
  programsAtOnce,
  firstFrame,
  memory,
  growth,
  interfaceInUse,
];
