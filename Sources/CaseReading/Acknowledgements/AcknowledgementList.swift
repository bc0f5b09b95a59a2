public import Foundation
public import Postgres
public import StoreBase

/// Who has acknowledged what, and who has not, for operators. It opens no case, and so shows what is destroyed as well.
public struct AcknowledgementList: Sendable {
  /// How many a page has at most.
  public static let page = 500

  private let pool: PostgresPool

  public init(_ pool: PostgresPool) { self.pool = pool }

  /// In the order in which they were told.
  /// - Parameters:
  ///   - organisation: `nil` for all.
  ///   - caseID: the case's own id; `nil` for all.
  ///   - settled: those that were acknowledged as well.
  ///   - after: the last of the page before.
  public func page(
    of organisation: String? = nil,
    in caseID: UUID? = nil,
    settled: Bool = false,
    after: Acknowledgement? = nil
  ) async throws(StoreError) -> [Acknowledgement] {
    let moment = after?.recordedAt.timestamp ?? .minusInfinity
    let event = after?.event ?? UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
    let statement = AcknowledgementQueries.page.bind(organisation, settled, moment, event, Self.page, caseID)
    return try await pool.store { connection in try connection.query(statement).map { row in try Acknowledgement(row) }
    }
  }

  /// All of one case.
  func all(of caseID: UUID) async throws(StoreError) -> [Acknowledgement] {
    var all: [Acknowledgement] = []
    while true {
      let page = try await page(in: caseID, settled: true, after: all.last)
      all += page
      guard page.count == Self.page else { return all }
    }
  }
}
