import Outbox

/// What a check of the queue of a partner's events shows of whether it reads.
///
/// RabbitMQ does not tell when a queue was last read. It tells how many messages are ready, and the service knows how many numbered events it
/// put there; the difference only grows when somebody takes some out. It also shrinks for a while: when a «stand» comes, when a
/// message comes twice, or when a client gives back what it had. So what counts is whether it is more than it ever was.
struct QueueProgress: Sendable {
  /// Whether it was seen to read since the check before, or has read all there is.
  let hasRead: Bool
  /// What is to be kept; `nil` when nothing is.
  let observation: ReadingStore.Observation?

  /// For how many seconds the moment that is kept is exact enough.
  private static let precision = 60.0

  /// - Parameters:
  ///   - confirmed: the last number that the broker has confirmed, read before the check: what was put there in between makes the
  ///     difference smaller, never greater.
  ///   - hasFormerQueue: then in which of two queues events are is not known.
  ///   - known: from earlier checks.
  init(
    of organisation: String,
    confirmed: Int64,
    hasFormerQueue: Bool,
    _ depth: PartnerStanding.Depth,
    known: ReadingStore.Reading?
  ) {
    let taken = hasFormerQueue ? nil : confirmed - Int64(depth.messages)
    let isAhead = known.flatMap { known in taken.map { $0 > known.taken } } ?? false
    hasRead = isAhead || depth.messages == 0 && depth.consumers > 0
    // After a restore the numbers begin again further back.
    let isReset = (known?.taken ?? 0) > confirmed
    let next = isReset || isAhead ? taken ?? known?.taken : known?.taken ?? taken
    let isNews = hasRead && (isAhead || (known?.age ?? .infinity) > Self.precision)
    guard let next, known == nil || isNews || isReset && taken != nil else {
      observation = nil
      return
    }
    observation = ReadingStore.Observation(organisation: organisation, taken: next, hasRead: hasRead)
  }
}
