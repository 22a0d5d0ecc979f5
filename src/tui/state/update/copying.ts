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
import type { MenuEntry, ShownToken, State } from "../model.ts";
import { placeOf, selectedProfile, tokenOf } from "../select.ts";
import { notice } from "./passing.ts";

type CopyEffect = Omit<Extract<Effect, { type: "copy" }>, "place" | "via">;

function tokenInFront(state: State): ShownToken | undefined {
  const { screen } = state;
  if (screen.kind === "token") return screen.token;
  if (screen.kind !== "home") return undefined;
  return tokenOf(state, selectedProfile(state)?.name);
}

const ENTRIES: readonly {
  readonly key: string;
  readonly label: string;
  readonly item: CopyItem;
}[] = [
  { key: "a", label: "access token", item: "access_token" },
  { key: "h", label: "Authorization header", item: "header" },
  { key: "i", label: "ID token", item: "id_token" },
  { key: "c", label: "curl command", item: "curl" },
  { key: "l", label: "claims as JSON", item: "claims" },
];

/** Lists what can be copied of the token in front. */
export function openCopyMenu(state: State): State {
  const token = tokenInFront(state);
  if (token === undefined) return state;
  const entries = ENTRIES
    .filter(({ item }) => item !== "id_token" || token.id !== undefined)
    .map(({ key, label, item }): MenuEntry => ({
      key,
      label,
      message: { type: "copy", item },
    }));
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
  const token = tokenInFront(state);
  return token === undefined ? undefined : copyOfToken(token, item);
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
