/** Writes JSON with line breaks and indents, a piece at a time. */
export interface JsonIndenter {
  /**
   * Takes the next piece; it may begin and end anywhere.
   *
   * @param text The piece.
   * @returns What can be written of it.
   */
  push(text: string): string;
}

const OPENS = "{[";
const CLOSES = "}]";
/** Deeper than this, one more level is not seen any more. */
const MOST_LEVELS = 40;
/** Deeper than this, nobody reads it, and line breaks would only multiply it. */
const DEEPEST = 64;

/** Where an indenter is. */
interface Place {
  level: number;
  inString: boolean;
  isEscaped: boolean;
  /** Whether a bracket was opened, and nothing has followed it. */
  isOpen: boolean;
}

function lineBreak({ level }: Place): string {
  if (level > DEEPEST) return "";
  return "\n" + "  ".repeat(Math.min(level, MOST_LEVELS));
}

function inString(character: string, place: Place): string {
  if (place.isEscaped) place.isEscaped = false;
  else if (character === "\\") place.isEscaped = true;
  else if (character === '"') place.inString = false;
  return character;
}

function outside(character: string, place: Place): string {
  if (/\s/.test(character)) return "";
  const wasOpen = place.isOpen;
  place.isOpen = OPENS.includes(character);
  if (CLOSES.includes(character)) {
    place.level = Math.max(0, place.level - 1);
    return wasOpen ? character : lineBreak(place) + character;
  }
  const before = wasOpen ? lineBreak(place) : "";
  if (place.isOpen) place.level += 1;
  place.inString = character === '"';
  if (character === ",") return before + character + lineBreak(place);
  return before + (character === ":" ? ": " : character);
}

/**
 * Makes an indenter. It moves characters about and changes none, so that long
 * numbers and repeated names stay what they are; what is no JSON stays
 * readable.
 *
 * @returns The indenter.
 */
export function createJsonIndenter(): JsonIndenter {
  const place: Place = {
    level: 0,
    inString: false,
    isEscaped: false,
    isOpen: false,
  };
  return {
    push(text) {
      let written = "";
      for (const character of text) {
        written += place.inString
          ? inString(character, place)
          : outside(character, place);
      }
      return written;
    },
  };
}
