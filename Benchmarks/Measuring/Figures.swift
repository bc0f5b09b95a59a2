import Foundation

/// Rates by what was measured, round by round, and how they compare.
struct Figures: Encodable {
  /// What was measured, in the order of the columns.
  let columns: [String]
  let unit: String
  private(set) var rounds: [Round] = []
  var ratios: [Ratio] = []

  init(columns: [String], unit: String) {
    self.columns = columns
    self.unit = unit
  }

  struct Round: Encodable {
    /// The median cost of making one small write durable during this round, in microseconds.
    var flushMicroseconds: Double
    /// Completed units a second, by column.
    var rates: [String: Double] = [:]
  }

  /// One column over another.
  struct Ratio: Encodable {
    let of: String
    let over: String
    /// What it is to reach.
    let reach: Double
    /// Of the medians of all rounds.
    let ratio: Double
    /// The lowest and the highest within one round.
    let lowest: Double
    let highest: Double
  }

  mutating func add(_ round: Round) { rounds.append(round) }

  /// Sets two columns against each other.
  mutating func compare(_ column: String, over other: String, reach: Double) {
    let ratios = zip(values(column), values(other)).map { $0 / $1 }
    guard let lowest = ratios.min(), let highest = ratios.max() else { return }
    self.ratios.append(
      Ratio(
        of: column,
        over: other,
        reach: reach,
        ratio: values(column).median / values(other).median,
        lowest: lowest,
        highest: highest
      )
    )
  }

  func values(_ column: String) -> [Double] { rounds.compactMap { $0.rates[column] } }
}

extension [Double] {
  /// The middle value, or the mean of the two in the middle; 0 when there is none.
  var median: Double {
    guard !isEmpty else { return 0 }
    let sorted = self.sorted()
    return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
  }
}
