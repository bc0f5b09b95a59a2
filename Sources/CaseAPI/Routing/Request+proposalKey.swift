import HTTPTypes
import Hummingbird
import Requests
import StoreBase
import StrictJSON

extension Request {
  /// The key of a request about a proposal, which may be left out: clients of before there was one have none.
  /// - Parameter body: of the request, where it has one.
  func proposalKey(_ body: JSON? = nil) throws(Problem) -> ProposalKey? {
    let values = HTTPField.Name(IdempotencyKey.header).map { headers[values: $0] } ?? []
    guard !values.isEmpty else { return nil }
    guard let key = IdempotencyKey(values) else {
      throw .invalid(IdempotencyKey.header, IdempotencyKey.optionalRule)
    }
    return ProposalKey(key.text, for: [uri.path, body?.text ?? ""])
  }
}

extension Problem {
  static let reusedKey = Problem(
    .reusedKey,
    "Deze Idempotency-Key hoort bij een ander verzoek. Geef elk verzoek een eigen sleutel."
  )
}
