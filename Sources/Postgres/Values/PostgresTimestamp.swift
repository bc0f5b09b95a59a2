/// An instant with the resolution of PostgreSQL's `timestamptz`: a whole number of microseconds, so that what is read equals
/// what was written (a `Date` is a floating-point number of seconds and does not guarantee that).
public struct PostgresTimestamp: PostgresValue, PostgresElement, Hashable, Comparable {
  public let microsecondsSince1970: Int64

  public init(microsecondsSince1970: Int64) { self.microsecondsSince1970 = microsecondsSince1970 }

  /// Later than every instant; PostgreSQL's `infinity`.
  public static let infinity = PostgresTimestamp(microsecondsSince1970: .max)
  /// Earlier than every instant; PostgreSQL's `-infinity`.
  public static let minusInfinity = PostgresTimestamp(microsecondsSince1970: .min)

  public static func < (left: Self, right: Self) -> Bool { left.microsecondsSince1970 < right.microsecondsSince1970 }

  public static var postgresType: PostgresType { .timestamptz }
  public static var postgresArrayType: PostgresType { .timestamptzArray }

  /// On the wire, time is counted from 1 January 2000, with the extremes of `Int64` as the infinities.
  private static let epochOffset: Int64 = 946_684_800_000_000

  public func encode(into buffer: inout PostgresBuffer) {
    switch self {
    case .infinity, .minusInfinity:
      buffer.append(microsecondsSince1970)
    default:
      let (wire, overflow) = microsecondsSince1970.subtractingReportingOverflow(Self.epochOffset)
      // Before 4713 BC in any case: the server refuses the value as out of range, instead of reading it as -infinity.
      buffer.append(overflow ? Int64.min + 1 : wire)
    }
  }

  public static func decode(_ bytes: RawSpan, type: PostgresType) -> PostgresTimestamp? {
    guard type == .timestamptz, bytes.byteCount == 8, let wire = bytes.integer(as: Int64.self) else { return nil }
    if wire == .max { return .infinity }
    if wire == .min { return .minusInfinity }
    let (microseconds, overflow) = wire.addingReportingOverflow(epochOffset)
    return overflow ? nil : PostgresTimestamp(microsecondsSince1970: microseconds)
  }
}
