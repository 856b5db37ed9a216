import type { CheckpointRecord } from '../../protocol/run';
import type { ListedRun } from '../../runs/listRuns';
import type { KnownExperiment } from '../lab/experiments';

/** A row of the experiments tree. One object stands for one row as long as that lives, so that the tree does not jump. */
export type TreeNode = ExperimentNode | RunNode | CheckpointNode;

/** An experiment. */
export interface ExperimentNode {
  kind: 'experiment';
  id: string;
  experiment: KnownExperiment;
}

/** A run of an experiment. */
export interface RunNode {
  kind: 'run';
  id: string;
  run: ListedRun;
  parent: ExperimentNode;
}

/** A checkpoint of a run. */
export interface CheckpointNode {
  kind: 'checkpoint';
  id: string;
  run: ListedRun;
  checkpoint: CheckpointRecord;
  parent: RunNode;
}

/** The nodes of one kind. */
export type NodeOf<Kind extends TreeNode['kind']> = Extract<TreeNode, { kind: Kind }>;
