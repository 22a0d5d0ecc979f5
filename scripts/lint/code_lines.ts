/** One piece of code: comment, string, regular expression, bracket, space, rest. */
const CODE = new RegExp(
  [
    /\/\/[^\n]*/,
    /\/\*[^]*?(?:\*\/|$)/,
    /"(?:\\.|[^"\\\n])*"?/,
    /'(?:\\.|[^'\\\n])*'?/,
    // A slash after an operator begins a regular expression, not a division.
    /(?<=(?:^|[(,=:[!&|?{};]|=>|return)[^\S\n]*)\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\//,
    /[`{}\n]/,
    /[^\S\n]+/,
    /[^\s"'`{}/]+|[^]/,
  ].map((part) => part.source).join("|"),
  "y",
);

/** One piece of a template's text. */
const TEMPLATE = /\\[^]|\$\{|[`\n]|[^\S\n]+|[^\s\\$`]+|[^]/y;

/**
 * Tells lines of code from blank lines and comments without a parser: strings,
 * templates and regular expressions are recognised only as far as needed to
 * know whether `//` and `/*` begin a comment. A quote in JSX text ends with its
 * line, as a string does.
 *
 * @param source TypeScript or JavaScript.
 * @returns One entry a line: true if it holds code.
 */
export function codeLines(source: string): readonly boolean[] {
  const lines = [false];
  const open: string[] = [];
  for (let at = 0; at < source.length;) {
    const isText = open.at(-1) === "`";
    const pattern = isText ? TEMPLATE : CODE;
    pattern.lastIndex = at;
    const piece = pattern.exec(source)?.[0] ?? source.slice(at);
    at += piece.length;
    const isComment = !isText && /^\/[/*]/.test(piece);
    if (!isComment && piece.trim() !== "") lines[lines.length - 1] = true;
    for (const _ of piece.matchAll(/\n/g)) lines.push(false);
    nest(open, piece);
  }
  return lines;
}

/** Keeps the stack of open templates and of the braces in them. */
function nest(open: string[], piece: string): void {
  if (piece === "`") {
    if (open.at(-1) === "`") open.pop();
    else open.push("`");
  } else if (piece === "{" || piece === "${") {
    open.push("{");
  } else if (piece === "}" && open.at(-1) === "{") {
    open.pop();
  }
}
