import {
  type Contender,
  type Stampede,
  stampedeForApp,
  stampedeForUser,
} from "../../../tests/support/stampede.ts";
import type { Figure, Target } from "../figure.ts";
import type { Measured } from "../runner.ts";

const CROWDS = [8, 50] as const;
/** How long the last of a crowd may wait for somebody else's refresh. */
const LONGEST_MS = 3000;

interface Crowd {
  readonly name: string;
  readonly processes: number;
  readonly came: Stampede;
}

async function forApp(processes: number): Promise<Crowd> {
  const name = `${processes} programs, app`;
  return { name, processes, came: await stampedeForApp(processes) };
}

async function forUser(
  processes: number,
  contender: Contender,
): Promise<Crowd> {
  const who = contender === "program" ? "programs" : "scripts";
  const came = await stampedeForUser(processes, contender);
  return { name: `${processes} ${who}, refresh`, processes, came };
}

function targetsOf({ name, processes, came }: Crowd): readonly Target[] {
  return [
    {
      ...{ what: `token requests of ${name}`, limit: 1, unit: "" },
      value: came.requests,
    },
    {
      ...{ what: `without the token, of ${name}`, limit: 0, unit: "" },
      value: came.tokens === 1 ? processes - came.answered : processes,
    },
  ];
}

function measuredOf({ name, came: { ms } }: Crowd): Measured {
  return { name, samples: [{ wallMs: ms }] };
}

/** Many processes that want one token which nobody has: once each, for all. */
export const programsAtOnce: Figure = {
  id: "F6",
  title: "8 and 50 processes, one token that nobody has: one request",
  async measure() {
    const crowds: Crowd[] = [];
    for (const processes of CROWDS) {
      crowds.push(await forApp(processes));
      crowds.push(await forUser(processes, "program"));
    }
    const scripts = await forUser(50, "library");
    crowds.push(scripts);
    return {
      groups: [{
        floor: crowds[0]?.name ?? "",
        measured: crowds.map(measuredOf),
      }],
      targets: [
        ...crowds.flatMap(targetsOf),
        {
          ...{ what: `the time of ${scripts.name}`, unit: "ms" },
          ...{ value: scripts.came.ms, limit: LONGEST_MS },
        },
      ],
      notes: ["each crowd runs once; all share one home and its kernel key"],
    };
  },
};
