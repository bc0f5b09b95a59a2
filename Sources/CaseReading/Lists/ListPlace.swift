import Foundation
import Postgres
import StoreBase

/// Where one case stands in a list, by the columns that the list is in order of: reading goes on behind it.
public struct ListPlace: Sendable, Hashable {
  /// When the first deadline is due; in the orders by phase, when the day of its beginning begins in UTC.
  let moment: PostgresTimestamp
  let alias: UUID

  /// Before all cases of a list in this order.
  static func start(of order: CaseOrder) -> ListPlace {
    switch order {
    case .id, .due, .phase:
      ListPlace(moment: .minusInfinity, alias: UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)))
    case .dueLast, .phaseLast:
      ListPlace(
        moment: .infinity,
        alias: UUID(uuid: (255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255))
      )
    }
  }

  init(moment: PostgresTimestamp, alias: UUID) {
    self.moment = moment
    self.alias = alias
  }

  private static let size = 24

  /// - Parameter data: as ``data`` gave it.
  init?(_ data: Data) {
    guard data.count == Self.size else { return nil }
    moment = PostgresTimestamp(
      microsecondsSince1970: Int64(bitPattern: data.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    )
    alias = Data(data.suffix(16)).withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
  }

  var data: Data {
    withUnsafeBytes(of: moment.microsecondsSince1970.bigEndian) { Data($0) } + alias.data
  }
}

extension CaseOrder {
  func puts(_ one: ListPlace, before other: ListPlace) -> Bool {
    // As PostgreSQL orders ids: byte by byte.
    let isBefore = (one.moment, one.alias.uuidString) < (other.moment, other.alias.uuidString)
    return isReversed ? !isBefore && one != other : isBefore
  }
}
