/** Every sign that is drawn, so that a terminal without Unicode gets others. */
export interface Glyphs {
  /** The selected row. */
  readonly selected: string;
  /** A valid token. */
  readonly valid: string;
  /** A token that ends soon, and every warning. */
  readonly warning: string;
  /** An expired token, and every failure. */
  readonly failed: string;
  /** No token. */
  readonly none: string;
  /** Work under way. */
  readonly busy: string;
  /** Something done. */
  readonly done: string;
  /** Between the parts of a breadcrumb. */
  readonly crumb: string;
  /** Between two facts on one line. */
  readonly dot: string;
  /** A text cut off. */
  readonly ellipsis: string;
  /** A hidden character. */
  readonly hidden: string;
  /** The part of a bar that is left. */
  readonly full: string;
  /** The part of a bar that is gone. */
  readonly rest: string;
  /** A horizontal rule. */
  readonly rule: string;
  /** A vertical rule. */
  readonly wall: string;
  /** Where a span of time begins. */
  readonly start: string;
  /** Where a span of time ends. */
  readonly end: string;
  /** Where a token begins to be valid, when later than its issue. */
  readonly notBefore: string;
  /** Time that is outside a span. */
  readonly outside: string;
  /** The cursor of a text field. */
  readonly cursor: string;
  /** Up and down, in a key hint. */
  readonly upDown: string;
  /** Between two ends of a range. */
  readonly range: string;
  /** From one to another, in a text. */
  readonly arrow: string;
  /** The head of an arrow to the right. */
  readonly arrowRight: string;
  /** The head of an arrow to the left. */
  readonly arrowLeft: string;
  /** Between columns and rows. */
  readonly by: string;
  /** Half blocks can be drawn. */
  readonly blocks: boolean;
}

/** For terminals that show UTF-8. */
export const UNICODE: Glyphs = {
  selected: "›",
  valid: "●",
  warning: "▲",
  failed: "✖",
  none: "○",
  busy: "↻",
  done: "✓",
  crumb: "▸",
  dot: "·",
  ellipsis: "…",
  hidden: "•",
  full: "━",
  rest: "─",
  rule: "─",
  wall: "│",
  start: "├",
  end: "┤",
  notBefore: "╷",
  outside: "┄",
  cursor: "▏",
  upDown: "↑↓",
  range: "–",
  arrow: "→",
  arrowRight: "▸",
  arrowLeft: "◂",
  by: "×",
  blocks: true,
};

/** For every other terminal. */
export const ASCII: Glyphs = {
  selected: ">",
  valid: "*",
  warning: "!",
  failed: "x",
  none: "o",
  busy: "~",
  done: "+",
  crumb: ">",
  dot: "-",
  ellipsis: "~",
  hidden: "*",
  full: "#",
  rest: ".",
  rule: "-",
  wall: "|",
  start: "[",
  end: "]",
  notBefore: "'",
  outside: ".",
  cursor: "_",
  upDown: "up/down",
  range: "-",
  arrow: "->",
  arrowRight: ">",
  arrowLeft: "<",
  by: "x",
  blocks: false,
};
