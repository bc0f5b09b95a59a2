import AsyncHTTPClient
import Foundation
import LocalServices
import NIOCore
import NIOHTTP1
import StrictJSON
import TestServices
import Testing

/// A real OpenID provider, Glewlwyd, with a person, the application of that person, and a system. What it does is what it does for
/// everyone: it is set up over its own interface, and tokens are got as an application and a system get them.
struct RealProvider {
  /// As whom something is asked of it.
  enum Asker {
    case nobody
    case session(cookie: String)
    case client(String)
    case holder(token: String)
  }

  enum Content {
    case json(JSON)
    case form([(String, String)])
  }

  struct Refused: Error {
    let request: String
    let status: UInt
    let text: String
  }

  static let audience = "https://casusregie.example"
  static let otherAudience = "https://anders.example"
  static let person = (name: "m.devries", password: "geheim-12")
  static let application = (name: "balie", address: "https://balie.example/terug")
  static let system = "koppeling"
  static let secretOfClients = "geheim-34"
  /// What a person may let an application do.
  static let scope = "casusregie"

  let service: LocalProvider
  private(set) var administrator = Asker.nobody

  /// As it names itself.
  var issuer: String { service.address + "/api/oidc" }

  static func start(signing key: SigningPair) async throws -> RealProvider {
    let service = try await LocalProvider.start(unpacked: UnpackedProvider.folder())
    var provider = RealProvider(service: service)
    // Whom a new installation has.
    provider.administrator = try await provider.login("admin", "password")
    try await provider.setUp(signing: key)
    return provider
  }

  func login(_ name: String, _ password: String) async throws -> Asker {
    let content = Content.json(["username": .string(name), "password": .string(password)])
    return .session(cookie: try await ask(.POST, "/auth", content).cookie)
  }

  /// A token of the person for the application, by a code that comes back through a browser.
  /// - Parameter audience: for whom it is meant.
  func tokenOfPerson(for audience: String = RealProvider.audience) async throws -> String {
    let session = try await login(Self.person.name, Self.person.password)
    try await ask(.PUT, "/auth/grant/\(Self.application.name)", .json(["scope": .string(Self.scope)]), as: session)
    let query = Self.encoded([
      ("response_type", "code"), ("response_mode", "form_post"), ("client_id", Self.application.name),
      ("redirect_uri", Self.application.address), ("scope", Self.scope), ("state", "een"), ("resource", audience),
      // The person went on after logging in.
      ("g_continue", ""),
    ])
    let page = try await ask(.GET, "/oidc/auth?\(query)", as: session).text
    let code = try #require(page.firstMatch(of: /name="code" value="([^"]+)"/)?.1)
    return try await token(
      [("grant_type", "authorization_code"), ("code", String(code)), ("redirect_uri", Self.application.address)],
      as: .client(Self.application.name)
    )
  }

  /// A token of the system, by client credentials.
  func tokenOfSystem() async throws -> String {
    try await token(
      [("grant_type", "client_credentials"), ("scope", Self.scope), ("resource", Self.audience)],
      as: .client(Self.system)
    )
  }

  /// The id that the provider itself gives for the holder of a token.
  func subject(of token: String) async throws -> String {
    let answer = try await ask(.GET, "/oidc/userinfo", as: .holder(token: token)).text
    return try #require(try JSONReader.read(Array(answer.utf8))["sub"]?.string)
  }

  private func token(_ form: [(String, String)], as asker: Asker) async throws -> String {
    let answer = try await ask(.POST, "/oidc/token", .form(form), as: asker).text
    return try #require(try JSONReader.read(Array(answer.utf8))["access_token"]?.string)
  }

  /// - Throws: ``Refused`` for every answer but 200.
  @discardableResult
  func ask(
    _ method: HTTPMethod,
    _ path: String,
    _ content: Content? = nil,
    as asker: Asker = .nobody
  ) async throws -> (text: String, cookie: String) {
    var request = HTTPClientRequest(url: service.address + "/api" + path)
    request.method = method
    Self.show(asker, in: &request.headers)
    switch content {
    case .json(let json):
      request.headers.add(name: "Content-Type", value: "application/json")
      request.body = .bytes(ByteBuffer(string: json.text))
    case .form(let form):
      request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
      request.body = .bytes(ByteBuffer(string: Self.encoded(form)))
    case nil: break
    }
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
    let text = String(buffer: try await response.body.collect(upTo: 1 << 20))
    guard response.status == .ok else {
      throw Refused(request: "\(method) \(path)", status: response.status.code, text: text)
    }
    let cookies = response.headers["Set-Cookie"].compactMap { $0.split(separator: ";").first }
    return (text, cookies.joined(separator: "; "))
  }

  private static func show(_ asker: Asker, in headers: inout HTTPHeaders) {
    switch asker {
    case .nobody: break
    case .session(let cookie): headers.add(name: "Cookie", value: cookie)
    case .client(let name):
      let credentials = Data("\(name):\(secretOfClients)".utf8).base64EncodedString()
      headers.add(name: "Authorization", value: "Basic \(credentials)")
    case .holder(let token): headers.add(name: "Authorization", value: "Bearer \(token)")
    }
  }

  private static func encoded(_ form: [(String, String)]) -> String {
    form.map { name, value in
      "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")"
    }
    .joined(separator: "&")
  }
}
