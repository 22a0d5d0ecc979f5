import { SECRET_VARIABLES } from "../../adapters/environment.ts";
import type { Merged } from "../../settings/merge.ts";
import { type CallSettings, mergeCallSettings } from "../call/call_settings.ts";
import { environmentLayers } from "../call/environment_settings.ts";
import { type Finding, finding, type Level } from "./finding.ts";
import { problemOf } from "./problem.ts";
import { DANGEROUS } from "./variables.ts";

/** Looks up an environment variable. */
export type Look = (name: string) => string | undefined;

const isSet = (env: Look) => (name: string) => (env(name) ?? "") !== "";

function dangerous(env: Look): readonly Finding[] {
  return DANGEROUS.flatMap(({ name, level, why, fix, when }) => {
    const value = env(name) ?? "";
    if (value === "" || when?.(value) === false) return [];
    return [finding("environment_variable", level, {
      message: `${name} is set: ${why}`,
      fix,
      details: { variable: name },
    })];
  });
}

function proxies(env: Look): readonly Finding[] {
  const names = ["ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY"]
    .flatMap((name) => [name, name.toLowerCase()]).filter(isSet(env));
  if (names.every((name) => /^no_proxy$/i.test(name))) return [];
  return [finding("environment_variable", "note", {
    message: `${names.join(", ")} ${
      names.length === 1 ? "is" : "are"
    } set: requests go through a proxy, which learns which hosts are asked`,
    fix:
      "Unset what is not meant, or name hosts to be reached directly in NO_PROXY",
    details: { variables: names },
  })];
}

function secrets(env: Look): readonly Finding[] {
  const names = SECRET_VARIABLES.filter(isSet(env));
  if (names.length === 0) return [];
  return [finding("environment_secret", "note", {
    message: `${names.join(", ")} ${
      names.length === 1 ? "holds a secret" : "hold secrets"
    }, and every program that is started here inherits ${
      names.length === 1 ? "it" : "them"
    }`,
    fix:
      "Keep it in a file that only you can read, and name the file in the profile as file:PATH",
    details: { variables: names },
  })];
}

/** The variables that decide settings: their names alone. */
function settingNames(merged: Merged<CallSettings>): readonly string[] {
  const names = Object.values(merged)
    .flatMap(({ origin, overridden }) => [origin, ...overridden])
    .map(({ name }) => name);
  return [...new Set(names)].sort();
}

function settings(env: Look): readonly Finding[] {
  try {
    const names = settingNames(mergeCallSettings(environmentLayers(env)));
    if (names.length === 0) return [];
    return [finding("environment_settings", "note", {
      message: `Set in the environment, and stronger than any profile: ${
        names.join(", ")
      }`,
      fix:
        "Unset what the profile is to decide; entrada config show NAME tells where each value comes from",
      details: { variables: names },
    })];
  } catch (error) {
    const level: Level = "error";
    const { message, fix } = problemOf(error);
    return [finding("environment_settings_invalid", level, {
      message: `The ENTRADA_* and AZURE_* variables cannot be used: ${message}`,
      fix: fix ?? "Unset one of the variables that contradict each other",
    })];
  }
}

/**
 * Judges the environment: what is dangerous, and what decides settings. Only
 * names of variables are told, never what they hold.
 *
 * @param env Looks up a variable.
 * @returns The findings.
 */
export function judgeEnvironment(env: Look): readonly Finding[] {
  const found = [
    ...dangerous(env),
    ...proxies(env),
    ...settings(env),
    ...secrets(env),
  ];
  if (found.length > 0) return found;
  return [finding("environment_clean", "ok", {
    message: "No variable is set that endangers tokens or changes settings",
  })];
}
