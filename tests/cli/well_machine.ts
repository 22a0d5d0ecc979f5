import type { Diagnosis } from "../../src/adapters/diagnosis/mod.ts";
import { directory, protection, REACHED } from "../unit/doctor/facts.ts";

/** A machine on which all is well, and nothing is touched. */
export const WELL: Diagnosis = {
  runtime: () => ({
    deno: "2.9.6",
    os: "linux",
    arch: "x86_64",
    permissions: [],
  }),
  lookAt: (path) =>
    Promise.resolve({
      path,
      kind: "file",
      isLink: false,
      size: 9,
      mode: 0o600,
    }),
  inspectDirectory: () => Promise.resolve(directory()),
  inspectProtection: () => Promise.resolve(protection()),
  listen: () => ({ ipv4: "listens", ipv6: "listens" }),
  browser: () =>
    Promise.resolve({
      opener: "/usr/bin/xdg-open",
      isThere: true,
      isPermitted: true,
    }),
  findPrograms: (names) => Promise.resolve(names),
  mayReach: () => true,
  reach: () => Promise.resolve(REACHED),
};
