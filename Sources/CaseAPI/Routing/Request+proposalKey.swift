import HTTPTypes
import Hummingbird
import Requests
import StoreBase
import StrictJSON

extension Request {
  /// The key of a request about a proposal, which may be left out: clients of before there was one have none.
  /// - Parameter body: of the request, where it has one.
  func proposalKey(_ body: JSON? = nil) throws(Problem) -> ProposalKey? {
    try optionalKey().map { ProposalKey($0, for: [uri.path, body?.text ?? ""]) }
  }

  /// The key of another request that changes something and is no command; it may be left out too.
  /// - Parameter body: of the request, where it has one.
  func requestKey(_ body: JSON? = nil) throws(Problem) -> RequestKey? {
    try optionalKey().map { RequestKey($0, for: [method.rawValue, uri.path, body?.text ?? ""]) }
  }

  private func optionalKey() throws(Problem) -> String? {
    let values = HTTPField.Name(IdempotencyKey.header).map { headers[values: $0] } ?? []
    guard !values.isEmpty else { return nil }
    guard let key = IdempotencyKey(values) else {
      throw .invalid(IdempotencyKey.header, IdempotencyKey.optionalRule)
    }
    return key.text
  }

  /// The only member of a request that turns a proposal down, or takes something back.
  func reasonForProposal() async throws -> (reason: String, key: ProposalKey?) {
    _ = try query()
    let json = try await json()
    let key = try proposalKey(json)
    let reason = try BodyReader.read(json) { body in
      body.allowOnly(["reden"])
      return body.text("reden")
    }
    return (reason, key)
  }
}

extension APIContext {
  /// The number of the proposal in the address. One of another form is as unknown as one that is not there.
  func proposalNumber() throws(Problem) -> Int64 {
    guard let number = parameters.get("nummer").flatMap(Self.number) else {
      throw Problem(.notFound, "Dit voorstel bestaat niet.")
    }
    return number
  }

  /// A number in the one way it is written.
  static func number(_ text: String) -> Int64? {
    Int64(text).flatMap { $0 >= 0 && String($0) == text ? $0 : nil }
  }
}

extension Problem {
  static let reusedKey = Problem(
    .reusedKey,
    "Deze Idempotency-Key hoort bij een ander verzoek. Geef elk verzoek een eigen sleutel."
  )
}
