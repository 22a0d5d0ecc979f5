// The door of scripts: `mod.ts` with what it documents, on real ports.
import {
  type AcquireOptions,
  type Client,
  createClient,
  type LibraryAuth,
  Secret,
} from "../../mod.ts";
import { CONTOSO } from "./authority_world.ts";
import type { Proof } from "./flow_matrix_cells.ts";
import { type Machine, portsOf } from "./flow_matrix_machine.ts";
import type { Asked } from "./flow_matrix_request.ts";
import {
  clientOf,
  type MatrixAuthority,
  PEM,
  SECRET,
} from "./flow_matrix_world.ts";

const LONGEST_MS = 10_000;

function authOf(
  proof: Proof,
  authority: MatrixAuthority,
): LibraryAuth | undefined {
  switch (proof) {
    case "secret":
      return { secret: SECRET };
    case "certificate":
      return { certificate: PEM };
    case "assertion":
      return { assertion: () => authority.assertion() };
    default:
      return undefined;
  }
}

/** A script's client that proves itself so. */
export function libraryClient(
  { authority, proof, machine }: {
    readonly authority: MatrixAuthority;
    readonly proof: Proof;
    readonly machine: Machine;
  },
): Client {
  const auth = authOf(proof, authority);
  return createClient({
    authority: `${authority.origin}/${CONTOSO}`,
    clientId: clientOf(proof),
    ...(auth === undefined ? {} : { auth }),
    ports: portsOf(machine),
  });
}

function optionsOf(asked: Asked): AcquireOptions {
  const { flow, redirectUri, username, password, userToken, refreshToken } =
    asked;
  return {
    flow,
    openBrowser: true,
    ...(redirectUri === undefined ? {} : { redirectUri }),
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password: new Secret(password) }),
    ...(userToken === undefined ? {} : { assertion: new Secret(userToken) }),
    ...(refreshToken === undefined
      ? {}
      : { refreshToken: new Secret(refreshToken) }),
  };
}

/** Gets the token of one cell in a script. */
export async function askLibrary(asked: Asked): Promise<string> {
  const end = new AbortController();
  // A browser that fails leaves the listener waiting.
  const timer = setTimeout(
    () => end.abort(new Error("Nobody came back from the sign-in page")),
    LONGEST_MS,
  );
  try {
    const token = await libraryClient(asked).getToken(asked.scopes, {
      ...optionsOf(asked),
      signal: end.signal,
    });
    return token.accessToken;
  } finally {
    clearTimeout(timer);
  }
}
