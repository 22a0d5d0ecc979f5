import { buildCommand } from "@stricli/core";
import { load } from "../../adapters/load.ts";
import { doctorParameters } from "../flags/doctor.ts";

/** `doctor`, as help shows it. */
export const doctor = buildCommand({
  loader: () =>
    load<typeof import("./doctor.ts")>("./doctor.ts", import.meta.url),
  parameters: doctorParameters,
  docs: {
    brief: "Find out what is in the way, and how to put it right",
    fullDescription:
      `Looks at the settings and at this machine, changes nothing, and names what is
in the way with its fix: profiles, secrets and certificates, dangerous variables,
where tokens are kept and what protects them, the way to the authority, the
clock, loopback ports, browser and clipboard. Shows no secret, and takes 5
seconds at most.

It asks the authority of the profile that is named, else of the default one,
else the public cloud.

With --json: {"version", "findings": [{"id", "area", "level", "message", "fix"?,
"details"?}], "summary": {"ok", "notes", "warnings", "errors"}}. The version is
that of the program, a level is ok, note, warning or error, and ids never change.

Exit code 0 without an error; else 78 when one is about settings or the runtime,
8 when one is about keeping tokens, 4 when all are about the network.

EXAMPLES
  entrada doctor
  entrada doctor -p work
  # the facts behind each finding, for somebody who helps
  entrada doctor --verbose
  # for a script
  entrada doctor --offline --json | jq -r '.findings[] | select(.fix) | .fix'`,
  },
});
