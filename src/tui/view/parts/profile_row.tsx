import { Text } from "ink";
import type { ReactNode } from "react";
import { fit } from "../../document/line.ts";
import type { ProfileSummary } from "../../state/model.ts";
import type { ProfileStatus } from "../../state/select.ts";
import type { Look } from "../../theme/look.ts";
import { Status } from "./status.tsx";

/** How many cells each column of the list has; 0 hides it. */
export interface Columns {
  readonly name: number;
  readonly status: number;
  readonly flow: number;
  readonly tenant: number;
}

/**
 * Shares the width of the list among its columns.
 *
 * @param width Cells.
 * @param longestName Cells of the longest name.
 * @returns The columns; the least telling ones go first.
 */
export function columnsFor(width: number, longestName: number): Columns {
  const room = width - 3;
  // The longest state, and a space after it.
  const status = 20;
  const flowCells = 20;
  const flow = room >= 55 && room - status - flowCells > longestName
    ? flowCells
    : 0;
  const rest = room - status - flow;
  if (room < 72) return { name: rest, status, flow, tenant: 0 };
  const name = Math.min(Math.max(longestName + 3, 16), rest - 12);
  return { name, status, flow, tenant: rest - name };
}

/**
 * Names a profile as the list does: what a project has a say about is told.
 *
 * @param profile The profile.
 * @returns Its name, and a word.
 */
export function listedName({ name, project }: ProfileSummary): string {
  return project === undefined ? name : `${name} (project)`;
}

/** What the columns are called. */
export function ProfileHeading(
  { look, columns }: { readonly look: Look; readonly columns: Columns },
): ReactNode {
  const text = look.screenReader
    ? "   PROFILE  STATE  FLOW  TENANT"
    : fit("   PROFILE", columns.name + 3) +
      fit("STATE", columns.status) +
      fit("FLOW", { width: columns.flow, ellipsis: "" }) +
      fit("TENANT", { width: columns.tenant, ellipsis: "" });
  return <Text wrap="truncate-end" {...look.palette["text.muted"]}>{text}
  </Text>;
}

/** One profile. */
export function ProfileRow(
  { look, profile, status, columns, selected, number }: {
    readonly look: Look;
    /** Which row of the list it is; spoken where nobody sees the pointer. */
    readonly number: number;
    readonly profile: ProfileSummary;
    readonly status: ProfileStatus;
    readonly columns: Columns;
    readonly selected: boolean;
  },
): ReactNode {
  const { ellipsis, selected: pointer } = look.glyphs;
  const cell = (text: string, cells: number) =>
    look.screenReader
      ? `${text}  `
      : cells === 0
      ? ""
      : fit(text, { width: cells - 1, ellipsis }) + " ";
  return (
    <Text wrap="truncate-end">
      <Text {...(selected ? look.palette.selection : {})}>
        {` ${selected ? pointer : " "} `}
        {look.screenReader ? `${number} ` : ""}
        {cell(listedName(profile), columns.name)}
      </Text>
      <Status look={look} status={status} width={columns.status} />
      <Text {...look.palette["text.muted"]}>
        {cell(profile.flow, columns.flow)}
        {cell(profile.tenant, columns.tenant)}
      </Text>
    </Text>
  );
}
