/**
 * What each kind of message does to the state, one concern a file. Pure: may
 * import the state's own types and the types of the engine.
 *
 * @module
 */
import type { Secret } from "../../../engine/secret.ts";
import { logText } from "../../document/log.ts";
import type { Effect, Step } from "../effect.ts";
import type { CopyItem } from "../message.ts";
import type { MenuEntry, Screen, ShownToken, State } from "../model.ts";
import { codeIsAlive, placeOf, selectedProfile, tokenOf } from "../select.ts";
import { selectedClaim } from "../token_panes.ts";
import { notice } from "./passing.ts";

type CopyEffect = Omit<Extract<Effect, { type: "copy" }>, "place" | "via">;

function tokenInFront(state: State): ShownToken | undefined {
  const { screen } = state;
  if (screen.kind === "token") return screen.token;
  if (screen.kind !== "home") return undefined;
  return tokenOf(state, selectedProfile(state)?.name);
}

/** One thing that can be copied. */
interface Copyable {
  readonly key: string;
  readonly label: string;
  readonly item: CopyItem;
  /** Why it cannot be copied here, one sentence. */
  readonly reason?: string | undefined;
}

function ofToken({ id, reading }: ShownToken): readonly Copyable[] {
  return [
    { key: "a", label: "access token", item: "access_token" },
    { key: "h", label: "Authorization header", item: "header" },
    {
      key: "i",
      label: "ID token",
      item: "id_token",
      reason: id === undefined
        ? "None came with it: the scope openid asks for one"
        : undefined,
    },
    { key: "c", label: "curl command", item: "curl" },
    {
      key: "l",
      label: "claims as JSON",
      item: "claims",
      reason: reading.claims.length === 0
        ? "Its claims cannot be read"
        : undefined,
    },
  ];
}

function copyables(state: State): readonly Copyable[] {
  const { screen } = state;
  const url: Copyable = { key: "u", label: "address", item: "url" };
  if (screen.kind === "device") {
    const reason = codeIsAlive(screen, state.now)
      ? undefined
      : "This code has expired";
    return [{ key: "c", label: "code", item: "code", reason }, url];
  }
  if (screen.kind === "browser") return [url];
  const token = tokenInFront(state);
  return token === undefined ? [] : ofToken(token);
}

/** Lists what can be copied of what is in front. */
export function openCopyMenu(state: State): State {
  const entries = copyables(state).map((
    { key, label, item, reason },
  ): MenuEntry =>
    reason === undefined ? { key, label, message: { type: "copy", item } } : {
      key,
      label,
      detail: reason,
      disabled: true,
      message: { type: "refuse", reason },
    }
  );
  if (entries.length === 0) return state;
  const menu = { kind: "menu", title: "Copy", entries, selected: 0 } as const;
  return { ...state, overlays: [...state.overlays, menu] };
}

/** Copies one thing. */
export function copy(state: State, item: CopyItem): Step {
  const closed = {
    ...state,
    overlays: state.overlays.filter(({ kind }) => kind === "log"),
  };
  const { clipboard } = state.settings;
  if (clipboard === "off") {
    const text = "Copying is switched off in the settings";
    return [notice(closed, { text, tone: "warn" }), []];
  }
  const effect = copyEffect(state, item);
  return effect === undefined
    ? [
      notice(closed, { text: "There is nothing to copy here", tone: "warn" }),
      [],
    ]
    : [closed, [{ ...effect, via: clipboard, place: placeOf(state) }]];
}

function copyEffect(state: State, item: CopyItem): CopyEffect | undefined {
  const { screen } = state;
  if (item === "log") return copyOf("the log", logText(state.log));
  if (item === "code" && screen.kind === "device") {
    return copyOf("the code", screen.userCode);
  }
  if (item === "url") {
    if (screen.kind === "device") {
      return copyOf("the address", screen.verificationUri);
    }
    if (screen.kind === "browser") {
      return copyOf("the address", screen.url);
    }
  }
  if (item === "details" && screen.kind === "error") {
    const { message, code, details } = screen.error;
    const facts = details.map(({ label, value }) => `${label}: ${value}`);
    return copyOf(
      "the details",
      [message, `code: ${code}`, ...facts].join("\n"),
    );
  }
  if (item === "claim") return copyOfClaim(screen);
  const token = tokenInFront(state);
  return token === undefined ? undefined : copyOfToken(token, item);
}

function copyOfClaim(screen: Screen): CopyEffect | undefined {
  const claim = screen.kind === "token" ? selectedClaim(screen) : undefined;
  return claim === undefined
    ? undefined
    : copyOf(`the value of ${claim.name}`, claim.raw);
}

function copyOfToken(
  token: ShownToken,
  item: CopyItem,
): CopyEffect | undefined {
  const { access, id, reading } = token;
  switch (item) {
    case "access_token":
      return copyOf("the access token", access);
    case "id_token":
      return id === undefined ? undefined : copyOf("the ID token", id);
    case "header":
      return copyOf("the header", "Authorization: Bearer ", access);
    case "claims":
      return copyOf("the claims", reading.claimsJson);
    case "curl":
      return {
        ...copyOf(
          "the command",
          "curl -H 'Authorization: Bearer ",
          access,
          `' "$URL"`,
        ),
        quoted: true,
      };
    default:
      return undefined;
  }
}

function copyOf(
  label: string,
  ...pieces: readonly (string | Secret)[]
): CopyEffect {
  return { type: "copy", label, pieces };
}
