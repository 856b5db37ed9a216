import * as l10n from '@vscode/l10n';
import type { UserError } from '../../protocol/userError';
import { checkParameters, forms } from './forms';
import { notEnoughMemory, threadStopped } from './kernelProblems';
import type { KernelFunction, Kernels, Region } from './kernels';
import { BufferRegion } from './region';
import type { Timing } from './timing';

/** What the add-on offers (source/addon.c). */
export interface Addon {
  instructions(): string[];
  /** Names and forms in turn. */
  functions(): string[];
  address(buffer: ArrayBuffer): number;
  start(place: number, threads: number, spins: number, patienceMs: number): number;
  call(team: number, place: number, ...numbers: number[]): number;
  stop(team: number): void;
}

const ALIGNMENT = 64;

/** The memory of kernels that have lost a thread, which may yet write there. */
const keptForLostThreads: Map<Region, BufferRegion>[] = [];

/** The kernels of the add-on; its memory are ArrayBuffers of JavaScript, as some hosts allow no others. */
export class NativeKernels implements Kernels {
  readonly name = 'native';
  readonly instructions: string;
  private readonly places: Map<string, number>;
  private readonly regions = new Map<Region, BufferRegion>();
  private readonly team: number;
  private isStopped = false;
  private isBroken = false;

  /**
   * @param place which of the add-on's instruction sets computes
   * @throws Error where the add-on is another version, or the threads do not start
   */
  constructor(
    private readonly addon: Addon,
    place: number,
    readonly threads: number,
    timing: Timing,
  ) {
    this.instructions = addon.instructions()[place]!;
    this.places = placesOf(addon.functions());
    this.team = addon.start(place, threads, timing.spins, timing.patienceMs);
  }

  allocate(bytes: number): Region {
    const buffer = this.bufferOf(bytes + ALIGNMENT);
    const first = this.addon.address(buffer);
    const address = Math.ceil(first / ALIGNMENT) * ALIGNMENT;
    const region = new BufferRegion(address, bytes, () => buffer, address - first);
    this.regions.set(region, region);
    return region;
  }

  free(region: Region): void {
    if (!this.regions.delete(region)) throw new RangeError('The region is none of these kernels.');
  }

  call(name: KernelFunction, ...parameters: number[]): number {
    if (this.isStopped || this.isBroken) throw this.stopped();
    checkParameters(name, parameters, (address) => this.isInside(address));
    const result = this.addon.call(this.team, this.places.get(name)!, ...parameters);
    if (forms[name].startsWith('t')) this.refuseWhereBroken();
    return result;
  }

  dispose(): void {
    if (this.isStopped) return;
    this.isStopped = true;
    this.addon.stop(this.team);
    if (this.isBroken) keptForLostThreads.push(this.regions);
    else this.regions.clear();
  }

  private bufferOf(bytes: number): ArrayBuffer {
    try {
      return new ArrayBuffer(bytes);
    } catch {
      throw notEnoughMemory(bytes);
    }
  }

  private isInside(address: number): boolean {
    for (const region of this.regions.values()) if (region.contains(address)) return true;
    return false;
  }

  private refuseWhereBroken(): void {
    this.isBroken = this.addon.call(this.team, this.places.get('team_is_broken')!) !== 0;
    if (this.isBroken) throw this.stopped();
  }

  private stopped(): UserError {
    const place = this.places.get('team_standing')!;
    return threadStopped(this.isStopped ? 0 : this.threads, (thread, what) =>
      this.addon.call(this.team, place, thread, what),
    );
  }
}

/** Where functions stand in the add-on's list of names and forms. @throws Error where the forms are not ours */
function placesOf(listed: string[]): Map<string, number> {
  const places = new Map<string, number>();
  for (let i = 0; i < listed.length; i += 2) places.set(listed[i]!, i / 2);
  for (const [name, form] of Object.entries(forms))
    if (listed[2 * (places.get(name) ?? NaN) + 1] !== form) throw new Error(l10n.t('It is of another version.'));
  return places;
}
