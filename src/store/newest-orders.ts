/**
 * How models are ordered where the newest one is asked for: newest orders first, of equally new ones the one that was
 * trained last. What is not known is taken to be as new as its training.
 */
export const BY_ORDERS = "coalesce(as_of, created_at) DESC, created_at DESC, id DESC";
