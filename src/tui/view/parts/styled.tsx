import { Box, Text } from "ink";
import type { ReactNode } from "react";
import type { Line } from "../../document/line.ts";
import type { Look } from "../../theme/look.ts";
import type { Role } from "../../theme/roles.ts";

/** Text in a role, on one line: what does not fit is cut off. */
export function Styled(
  { look, role, children }: {
    readonly look: Look;
    readonly role?: Role;
    readonly children: ReactNode;
  },
): ReactNode {
  return (
    <Text wrap="truncate-end" {...look.palette[role ?? "text.plain"]}>
      {children}
    </Text>
  );
}

/** Lines of a document, one row each. */
export function Lines(
  { look, lines }: { readonly look: Look; readonly lines: readonly Line[] },
): ReactNode {
  return lines.map((line, row) => (
    <Text key={row} wrap="truncate-end">
      {line.length === 0
        ? " "
        : line.map((span, index) => (
          <Text key={index} {...look.palette[span.role ?? "text.plain"]}>
            {span.text}
          </Text>
        ))}
    </Text>
  ));
}

/** An empty row that stays one row high. */
export function Gap(): ReactNode {
  return <Box height={1} flexShrink={0} />;
}
