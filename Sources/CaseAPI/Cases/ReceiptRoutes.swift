import CaseCore
import CaseReading
import Foundation
import Hummingbird
import Requests
import StoreBase
import StrictJSON

/// What somebody was answered who began a case and may know nothing more of it.
struct ReceiptRoutes: Sendable {
  let reader: CaseReader

  var routes: [Route] { [.get("/v1/ontvangstbewijzen/{id}", one)] }

  @Sendable private func one(_ request: Request, _ context: APIContext, _ actor: Actor) async throws -> Response {
    _ = try request.query()
    guard let accepted = try await reader.receipt(try context.caseID(), for: actor) else {
      throw Problem(.notFound, "Dit ontvangstbewijs bestaat niet, of u hebt er geen toegang toe.")
    }
    return .one(accepted.json, for: request)
  }
}

extension Answer.Accepted {
  /// As the sender of the command is answered.
  var json: JSON {
    [
      "id": JSON(alias?.uuidString.lowercased()), "revisie": .integer(revision), "fase": .string(state),
      "begonnenOnderdelen": JSON(children),
    ]
  }
}
