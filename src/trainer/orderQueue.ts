import { sessionEnded } from '../runs/remoteFailure';

interface Order {
  carryOut(): Promise<void>;
  refuse(error: Error): void;
}

/** Orders to a session. They wait for the gap between two steps, so that nothing ever happens at once. */
export class OrderQueue {
  private readonly orders: Order[] = [];
  private isClosed = false;
  private wake?: () => void;

  /** Resolves or rejects when the order has been carried out. */
  give<T>(act: () => Promise<T>): Promise<T> {
    if (this.isClosed) return Promise.reject(sessionEnded());
    return new Promise<T>((resolve, reject) => {
      this.orders.push({ carryOut: () => act().then(resolve, reject), refuse: reject });
      this.wake?.();
    });
  }

  /** Carries out the next order. @returns false where there is none */
  async carryOutNext(): Promise<boolean> {
    const order = this.orders.shift();
    await order?.carryOut();
    return order !== undefined;
  }

  /** Waits until there is an order. */
  async arrival(): Promise<void> {
    if (this.orders.length === 0) await new Promise<void>((resolve) => (this.wake = resolve));
    this.wake = undefined;
  }

  /** Refuses what is left and what will come. */
  close(): void {
    this.isClosed = true;
    for (const order of this.orders.splice(0)) order.refuse(sessionEnded());
  }
}
