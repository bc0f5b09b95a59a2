/// Why a message cannot be read, or not be said to be anybody's. The raw value is on record and does not change.
package enum Unreadable: String, Error, Hashable, Sendable, CaseIterable {
  /// Its sender did not say who it is (`user_id`), or the broker vouches for another than the owner of the queue.
  case sender
  /// It has something that a command may not have: `reply_to`, `expiration`, `CC` or `BCC`.
  case properties
  case tooLarge = "too-large"
  /// It is no JSON in the form of a CloudEvent 1.0.
  case notCloudEvent = "not-cloudevent"
  /// Its `id` is no UUID, so nothing can be answered to it.
  case identifier
  /// Its owner has no key to encrypt answers for, or to verify commands by.
  case noKeys = "no-keys"
  /// It can be read, and what it asks cannot be done, however often it is tried: the log says why.
  case failed
}
