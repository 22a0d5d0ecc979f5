import type { CompletedCommand, Value } from "./completion.ts";

/** Inside single quotes, PowerShell reads the quote alone. */
function quoted(text: string): string {
  return `'${text.replaceAll(/['\u2018\u2019\u201a\u201b]/g, "$&$&")}'`;
}

function list(words: readonly string[]): string {
  return `@(${words.map(quoted).join(", ")})`;
}

function offer(value: Value): string {
  if (value.kind === "words") return list(value.words);
  return quoted(`:${value.kind}`);
}

/** Names differ in case, which keys of PowerShell's tables may not. */
function pairs(
  entries: readonly { readonly name: string; readonly brief: string }[],
): string {
  return list(entries.map(({ name, brief }) => `${name}|${brief}`));
}

function commandLines(
  { path, next, options, argument }: CompletedCommand,
): readonly string[] {
  const named = options.flatMap(({ names, brief }) =>
    names.map((name) => ({ name, brief }))
  );
  return [
    `    ${quoted(path)} = @{`,
    `      next = ${pairs(next)}`,
    `      options = ${pairs(named)}`,
    "      values = @(",
    ...options.flatMap(({ names, value }) =>
      value === undefined
        ? []
        : [`        @{ names = ${list(names)}; what = ${offer(value)} }`]
    ),
    "      )",
    `      argument = ${offer(argument)}`,
    "    }",
  ];
}

/** What the script does once its tables are there. */
const RUN = `
  $typed = @($commandAst.CommandElements |
    Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
    ForEach-Object { $_.ToString() })
  $at = ''
  foreach ($word in @($typed | Select-Object -Skip 1)) {
    $further = "$at $word".Trim()
    if ($commands.ContainsKey($further)) { $at = $further }
  }
  $here = $commands[$at]
  $previous = if ($typed.Count -gt 1) { $typed[-1] } else { '' }
  $value = @($here.values | Where-Object { $_.names -ccontains $previous })
  $offered = @()
  if ($value.Count -gt 0) { $what = $value[0].what }
  elseif ($wordToComplete -like '-*') { $what = $here.options }
  elseif ($here.next.Count -gt 0) { $what = $here.next }
  else { $what = $here.argument }
  if ($what -is [array]) { $offered = $what }
  elseif ($what -eq ':profile') {
    $offered = @(& $typed[0] config list 2>$null) -cmatch '^[A-Za-z0-9._-]+$'
  }
  elseif ($what -eq ':token' -and $wordToComplete -like 'p*') {
    $offered = @(& $typed[0] config list 2>$null) -cmatch '^[A-Za-z0-9._-]+$' |
      ForEach-Object { "profile:$_" }
  }
  foreach ($each in $offered) {
    $name, $brief = $each -split '\|', 2
    if (-not $brief) { $brief = $name }
    if ($name.StartsWith($wordToComplete, [StringComparison]::OrdinalIgnoreCase)) {
      [System.Management.Automation.CompletionResult]::new($name, $name, 'ParameterValue', $brief)
    }
  }
}
`;

/**
 * Writes the completion script of PowerShell, 5.1 or later. Nothing that is
 * offered is ever read as code.
 *
 * @param commands What may follow each command.
 * @returns The script, with a final newline.
 */
export function powershellScript(
  commands: readonly CompletedCommand[],
): string {
  return [
    "# Completion of entrada for PowerShell.",
    "# entrada completions powershell >> $PROFILE",
    "Register-ArgumentCompleter -Native -CommandName entrada -ScriptBlock {",
    "  param($wordToComplete, $commandAst, $cursorPosition)",
    "  $commands = @{",
    ...commands.flatMap(commandLines),
    "  }",
  ].join("\n") + RUN;
}
