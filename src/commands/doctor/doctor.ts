import { existsSync } from "node:fs";
import { Command } from "commander";
import { type Config, readConfig } from "../../config";
import { UserError } from "../../errors";
import { openBlobs } from "../../store/open-blobs";
import { storePath } from "../../store/store";
import { bucketOf } from "../bucket-of";
import { type Examination, examinationText, openFindings } from "./findings";

interface DoctorFlags {
  readonly repair?: boolean;
  readonly json?: boolean;
}

export function doctorCommand(): Command {
  return new Command("doctor")
    .description(
      "Check the data folder: the store itself, its rows against the files, hashes, models, and what killed processes left. Asks each warehouse for an answer.",
    )
    .option("--repair", "do what is safe: delete what killed processes left, and rebuild damaged indexes")
    .option("--json", "print everything as one object")
    .action(runDoctor);
}

async function runDoctor({ repair = false, json = false }: DoctorFlags): Promise<void> {
  const config = readConfig(process.env);
  const { dataDir } = config;
  const path = storePath(dataDir);
  if (!existsSync(path))
    throw new UserError(`There is no store at ${path}. Set DATA_DIR to the server's data folder.`);
  const bucket = bucketOf(config);
  // Only here: the other commands need no model libraries, and start faster without them.
  const { examine } = await import("./examine");
  const blobs = openBlobs({ dataDir, ...(bucket && { bucket }) });
  const examined = await examine({ dataDir, path, blobs }, { repair });
  const folder = { ...examined, notes: [...examined.notes, ...notesOnWorkers(config)] };
  const examination =
    config.warehousesFile === null ? folder : await withWarehouses(folder, config.warehousesFile);
  console.log(json ? JSON.stringify(examination) : examinationText(examination));
  const left = openFindings(examination);
  if (left > 0)
    throw new UserError(
      left === 1 ? "One finding needs your attention." : `${left} findings need your attention.`,
    );
}

function notesOnWorkers({ remoteJobs, b2Bucket }: Config): string[] {
  if (remoteJobs === 0 || b2Bucket !== null) return [];
  return [
    `REMOTE_JOBS is ${remoteJobs}, but no bucket is set: only workers on this machine and in this data folder can join. Set B2_BUCKET and what it needs to let other machines join.`,
  ];
}

/** With what the warehouses of the operator's file say. */
async function withWarehouses(examination: Examination, file: string): Promise<Examination> {
  const { askWarehouses } = await import("./warehouses");
  const { asked, findings } = await askWarehouses(file, process.env);
  return {
    ...examination,
    looked_at: { ...examination.looked_at, warehouses: asked },
    findings: [...examination.findings, ...findings],
  };
}
