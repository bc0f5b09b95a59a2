import CaseCore
import CaseDoor
import CaseReading
import Foundation
import TestOffice
import Testing

extension Office {
  func view(_ id: UUID, for reader: Actor) async throws -> CaseView? {
    try await self.reader.view(aliasOf(id, for: reader), for: reader)
  }

  /// The entries that the reader may read.
  func journal(_ id: UUID, for reader: Actor) async throws -> [ReadEntry] {
    let view = try await self.reader.journal(aliasOf(id, for: reader), for: reader, after: 0, limit: 100)
    return try #require(view).entries
  }

  /// A task in a case of the clerk's, of a worker or of nobody in particular.
  func assign(_ alias: UUID, to worker: Actor?, _ text: String = "text") async throws {
    var fields: [String: Input] = ["text": .string(text)]
    if let worker { fields["worker"] = .string(worker.organisation) }
    let answer = try await give("assign", by: Self.clerk, to: .alias(alias), fields: fields)
    guard answer.revision != nil else { throw Unexpected(answer: answer) }
  }
}
