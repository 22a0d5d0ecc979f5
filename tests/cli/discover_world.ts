// A machine whose network is a sandbox, for the tests of `discover`.
import {
  createSandboxHandler,
  DEFAULT_WORLD,
  type SandboxHandler,
  type WorldSeed,
} from "../../src/sandbox/mod.ts";
import { fakeClock } from "../support/fake_clock.ts";
import { fakePorts } from "../support/fake_ports.ts";
import {
  type FakeSetting,
  type FakeStorage,
  memoryStorage,
  type Ran,
  runFake,
  START,
} from "./fake_io.ts";

export const ADA = "ada@contoso.onmicrosoft.example";
export const GRACE = "grace@contoso.onmicrosoft.example";
const ORIGIN = "http://127.0.0.1:8480";
export const CONTOSO = DEFAULT_WORLD.tenants[0]?.id ?? "";
/** The authority by the tenant's domain. */
export const AUTHORITY = `${ORIGIN}/contoso.onmicrosoft.example`;

/** One machine: what is kept stays from run to run. */
export interface Machine {
  readonly sandbox: SandboxHandler;
  /** Addresses that were asked, without queries. */
  readonly asked: string[];
  run(argv: readonly string[], setting?: FakeSetting): Promise<Ran>;
  /** `discover` with a sign-in by a device code. */
  discover(options: readonly string[], setting?: FakeSetting): Promise<Ran>;
}

/** Makes a machine on which somebody signs in whenever a code is shown. */
export function machine(
  { username = ADA, world = DEFAULT_WORLD, storage = memoryStorage() }: {
    readonly username?: string;
    readonly world?: WorldSeed;
    readonly storage?: FakeStorage;
  } = {},
): Machine {
  const clock = fakeClock(START);
  const sandbox = createSandboxHandler({
    origin: ORIGIN,
    clock,
    world,
    autoApprove: { deviceAfterPolls: 1, username },
  });
  const asked: string[] = [];
  let files: Record<string, string> = {};
  const fetch = (request: Request) => {
    const { origin, pathname } = new URL(request.url);
    asked.push(origin + pathname);
    return origin === ORIGIN
      ? sandbox.fetch(request)
      : Promise.reject(new TypeError("no such host"));
  };
  const ports = { ...fakePorts({ start: START }), fetch, clock };
  const run: Machine["run"] = async (argv, setting = {}) => {
    const ran = await runFake(argv, {
      files,
      storage,
      ...setting,
      replace: {
        ports: () => Promise.resolve(ports),
        ...setting.replace,
      },
    });
    files = Object.fromEntries(ran.files);
    return ran;
  };
  const options = ["--authority", AUTHORITY, "-f", "device-code"];
  return {
    sandbox,
    asked,
    run,
    discover: (more, setting) =>
      run(["discover", ...options, ...more], setting),
  };
}
