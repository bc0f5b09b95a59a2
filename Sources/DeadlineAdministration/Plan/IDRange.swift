import Foundation

/// Ids from the first to the last, in the order in which PostgreSQL has them.
struct IDRange: Sendable, Equatable {
  var first: UUID
  var last: UUID

  /// All ids there are, in as many parts; as ids of cases are random, about as many cases are in each.
  static func parts(_ count: Int) -> [IDRange] {
    let count = UInt64(max(1, count))
    let width = UInt64.max / count
    return (0..<count).map { number in
      let isLast = number == count - 1
      return IDRange(
        first: UUID(high: number * width, low: 0),
        last: UUID(high: isLast ? .max : (number + 1) * width - 1, low: .max)
      )
    }
  }
}

extension UUID {
  fileprivate init(high: UInt64, low: UInt64) {
    self = withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
  }
}
