import type { AssertionPorts } from "../../src/adapters/assertions/mod.ts";
import type { CommandResult } from "../../src/adapters/assertions/command.ts";
import { Secret } from "../../src/engine/secret.ts";

/** A job's own token: must be shown nowhere. */
export const JOB_TOKEN = "canary-job-token";

/** A world of assertions without effects. */
export interface FakeAssertionWorld {
  /** The ports of the sources. */
  readonly ports: AssertionPorts;
  /** Files by path. */
  readonly files: Map<string, string | Uint8Array<ArrayBuffer> | Error>;
  /** Variables by name. */
  readonly variables: Map<string, string>;
  /** Requests, in order. */
  readonly requests: Request[];
  /** Commands with their limits, in order. */
  readonly commands: {
    readonly command: readonly string[];
    readonly timeoutMs: number;
  }[];
  /** What the services answer. */
  answer: () => Response | Error;
  /** How commands end. */
  result: CommandResult | Error;
  /** What another profile's token is. */
  token: string | Error;
}

/** Makes such a world: no file, no variable, services that refuse. */
export function fakeAssertionWorld(): FakeAssertionWorld {
  const world: FakeAssertionWorld = {
    files: new Map(),
    variables: new Map(),
    requests: [],
    commands: [],
    answer: () => new Response("", { status: 401 }),
    result: { code: 1, stdout: "", stderr: "" },
    token: new Error("no such profile"),
    ports: {
      environment: (name) => world.variables.get(name),
      readFile(path) {
        const file = world.files.get(path);
        if (file instanceof Error) return Promise.reject(file);
        return Promise.resolve(
          typeof file === "string" ? new TextEncoder().encode(file) : file,
        );
      },
      fetch(request) {
        world.requests.push(request);
        const answer = world.answer();
        return answer instanceof Error
          ? Promise.reject(answer)
          : Promise.resolve(answer);
      },
      run(command, { timeoutMs }) {
        world.commands.push({ command, timeoutMs });
        return world.result instanceof Error
          ? Promise.reject(world.result)
          : Promise.resolve(world.result);
      },
      profileAssertion: () =>
        typeof world.token === "string"
          ? Promise.resolve(new Secret(world.token))
          : Promise.reject(world.token),
    },
  };
  return world;
}
