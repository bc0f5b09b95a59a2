/// What a partner did and met.
struct PartnerCounts: Encodable, Sendable {
  var commands = 0
  var copiesSent = 0
  var answers = 0
  var questions = 0
  var deliveries = 0
  var events = 0
  var duplicates = 0
  /// Of an epoch that a later one took back.
  var outdated = 0
  /// How often it asked for numbers that stayed away, and how many events it got so.
  var askedAgain = 0
  var recovered = 0
  /// Answers to questions that are too large to be asked again.
  var tooLarge = 0
  /// Sent again because no answer came.
  var sentAgain = 0
  var takenBack = 0
  var takenBackAndCarriedOut = 0
  var takenBackAndRefused = 0
  var carriedOut = 0
  var refused: [String: Int] = [:]

  static func + (one: PartnerCounts, other: PartnerCounts) -> PartnerCounts {
    var sum = one
    for path: WritableKeyPath<PartnerCounts, Int> in [
      \.commands, \.copiesSent, \.answers, \.questions, \.deliveries, \.events, \.duplicates, \.outdated,
      \.askedAgain, \.recovered, \.tooLarge, \.sentAgain, \.takenBack, \.takenBackAndCarriedOut,
      \.takenBackAndRefused, \.carriedOut,
    ] { sum[keyPath: path] += other[keyPath: path] }
    sum.refused.merge(other.refused, uniquingKeysWith: +)
    return sum
  }
}
