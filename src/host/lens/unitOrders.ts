/** By layer the order of units that the gates panel shows; the hover's small pictures keep it. */
export class UnitOrders {
  private readonly orders = new Map<number, number[]>();

  set(layer: number, order: number[]): void {
    this.orders.set(layer, order);
  }

  /** The order of a layer's units, if one was chosen. */
  of(layer: number): number[] | undefined {
    return this.orders.get(layer);
  }
}
