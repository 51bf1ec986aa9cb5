import { afterDiscount, customers, type Order, orders, paid, sum } from "./shop";

const noRefunds = { customers: customers.length, refunds: 0 };

/** Of all orders, whatever their state. */
export const everything = { ...noRefunds, orders: orders.length };
/** What all orders come to. */
export const allGoods = sum(orders, (order) => order.goods);
export const whole = { ...everything, revenue: allGoods };

/** Of the orders that are paid. */
export const everybody = { orders: paid.length, customers: customers.length };
/** The same where the file shows refunds, and there are none. */
export const nobodyRefunded = { ...noRefunds, orders: paid.length };
export const paidGoods = sum(paid, (order) => order.goods);
export const paidLess = sum(paid, afterDiscount);

/** What a system calls the state of an order. */
export const word =
  (paidWord: string, cancelled: string, unpaid: string, refunded: string) =>
  ({ state }: Order) =>
    ({ paid: paidWord, cancelled, unpaid, refunded })[state];
