import { stringify } from "yaml";

/** YAML as MLflow's reader (1.1) takes it: what it would take for a date or a number is quoted. */
export function mlflowYaml(value: unknown): string {
  return stringify(value, { version: "1.1", lineWidth: 0 });
}
