/**
 * Texts that would do something to a terminal, or hide something from whoever
 * reads it, if they were written as they are.
 *
 * @module
 */

const ESC = "\x1b";
const BEL = "\x07";
const ST = `${ESC}\\`;

/** Operating system commands: titles, clipboards, links, colours, notices. */
const OSC: readonly string[] = [
  `${ESC}]0;owned${BEL}`,
  `${ESC}]1;owned${ST}`,
  `${ESC}]2;owned${ST}`,
  `\x9d0;owned\x9c`,
  `${ESC}]52;c;cHduZWQ=${BEL}`,
  `${ESC}]52;p;cHduZWQ=${ST}`,
  `${ESC}]52;c;?${BEL}`,
  `\x9d52;c;cHduZWQ=\x07`,
  `${ESC}]8;;https://evil.example${BEL}click${ESC}]8;;${BEL}`,
  `${ESC}]8;id=1;file:///etc/passwd${ST}x`,
  `${ESC}]4;1;rgb:00/00/00${BEL}`,
  `${ESC}]10;#000000${BEL}${ESC}]11;#000000${BEL}`,
  `${ESC}]9;owned${BEL}`,
  `${ESC}]777;notify;a;b${BEL}`,
  `${ESC}]1337;File=inline=1:AAAA${BEL}`,
  `${ESC}]133;A${BEL}`,
  `${ESC}]never ended`,
];

/** Control sequences: screen, cursor, modes, reports, keys. */
const CSI: readonly string[] = [
  `${ESC}[2J`,
  `${ESC}[3J`,
  `${ESC}[H`,
  `${ESC}[1;1Howned`,
  `${ESC}[99A`,
  `${ESC}[99D`,
  `${ESC}[5G`,
  `${ESC}[K`,
  `${ESC}[31;47mred`,
  `${ESC}[8mhidden`,
  `${ESC}[0m`,
  `${ESC}[?1049l`,
  `${ESC}[?25h`,
  `${ESC}[?1000h${ESC}[?1006h`,
  `${ESC}[?2004l`,
  `${ESC}[?2026h`,
  `${ESC}[4h`,
  `${ESC}[2;3r`,
  `${ESC}[6n`,
  `${ESC}[c`,
  `${ESC}[>0q`,
  `${ESC}[21t`,
  `${ESC}[5S`,
  `${ESC}[20L`,
  `${ESC}[9P`,
  `${ESC}[?1004h`,
  `\x9b2J`,
  `\x9b1;1H`,
];

/** Strings, single escapes and single characters. */
const OTHER_CONTROLS: readonly string[] = [
  `${ESC}P$q"p${ST}`,
  `${ESC}P+q544e${ST}`,
  `\x90$qm\x9c`,
  `${ESC}_apc${ST}`,
  `${ESC}^pm${ST}`,
  `${ESC}Xsos${ST}`,
  `${ESC}c`,
  `${ESC}7${ESC}8`,
  `${ESC}(0lqk`,
  `${ESC}#8`,
  `${ESC}=${ESC}>`,
  `${ESC}D${ESC}M${ESC}E`,
  ESC,
  "a\rowned",
  "abc\b\b\bxyz",
  "a\x00b",
  "a\x07b",
  "a\tb",
  "a\nb",
  "a\r\nb",
  "a\vb\fc",
  "a\x7fb",
  "a\x0eb\x0fc",
  "a\x84b\x85c\x88d",
];

/** What looks like something else, or like nothing. */
const INVISIBLE: readonly string[] = [
  "user\u202egpj.exe",
  "\u202dabc\u202c",
  "\u2066a\u2067b\u2068c\u2069",
  "\u200eabc\u200fdef\u061c",
  "ad\u200bmin",
  "ad\u200cm\u200din",
  "ad\u2060min\ufeff",
  "ad\u00admin",
  "\u{e0061}\u{e0064}\u{e006d}\u{e007f}",
  "a\u180eb\u3164c\uffa0d",
  "a\u2028b\u2029c",
  "\ufff9a\ufffab\ufffbc",
  "lone \ud800 high",
  "lone \udc00 low",
  "\ufffe\uffff\u{1ffff}",
  "a\u{1d173}b",
  "\ufe0f\u{e0100}x",
];

/** Every one of them. */
export const HOSTILE_TEXTS: readonly string[] = [
  ...OSC,
  ...CSI,
  ...OTHER_CONTROLS,
  ...INVISIBLE,
];
