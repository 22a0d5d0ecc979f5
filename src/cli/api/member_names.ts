/** More names than these, or longer ones, tell nobody anything. */
const MOST_NAMES = 20;
const LONGEST_NAME = 64;

/** Finds the names of the outermost members of JSON, a piece at a time. */
export interface MemberNames {
  /** Takes the next piece; it may begin and end anywhere. */
  readonly push: (text: string) => void;
  /** The names so far, the first ones. */
  readonly names: readonly string[];
}

/** Where a reader is. */
interface Place {
  level: number;
  inString: boolean;
  isEscaped: boolean;
  /** Whether the next string is a name of the outermost object. */
  isName: boolean;
  text: string;
}

function outside(character: string, place: Place): void {
  if (character === '"') {
    place.inString = true;
    place.text = "";
  } else if (character === "{" || character === "[") {
    place.level += 1;
    place.isName = place.level === 1 && character === "{";
  } else if (character === "}" || character === "]") {
    place.level -= 1;
    place.isName = false;
  } else if (character === "," && place.level === 1) {
    place.isName = true;
  } else if (character === ":") {
    place.isName = false;
  }
}

/** Whether the string has ended. */
function inString(character: string, place: Place): boolean {
  if (!place.isEscaped && character === '"') {
    place.inString = false;
    return true;
  }
  if (place.isName && place.text.length < LONGEST_NAME) place.text += character;
  place.isEscaped = !place.isEscaped && character === "\\";
  return false;
}

/**
 * Makes a reader of names. What is no JSON has none, or odd ones.
 *
 * @returns The reader.
 */
export function createMemberNames(): MemberNames {
  const names: string[] = [];
  const place = {
    ...{ level: 0, text: "" },
    ...{ inString: false, isEscaped: false, isName: false },
  };
  let isObject: boolean | undefined;
  return {
    names,
    push(text) {
      isObject ??= /^\s*$/.test(text) ? undefined : /^\s*\{/.test(text);
      if (!isObject || names.length === MOST_NAMES) return;
      for (const character of text) {
        if (!place.inString) outside(character, place);
        else if (inString(character, place) && place.isName) {
          if (names.length < MOST_NAMES) names.push(place.text);
          place.isName = false;
        }
      }
    },
  };
}
