import NIOHTTP1
import OrderedCollections
import StrictJSON

extension RealProvider {
  /// Tells it who there is: `docs/operations/identity.md` says the same in words.
  func setUp(signing key: SigningPair) async throws {
    let lists = ["redirect_uri", "authorization_type", "token_endpoint_auth_method", "rollen"]
    try await keep("user", texts: ["afdeling"], lists: ["rollen"])
    try await keep("client", texts: ["client_secret", "afdeling"], lists: lists)
    try await ask(.POST, "/mod/plugin", .json(plugin(signing: key)), as: administrator)
    let scope: JSON = [
      "name": .string(Self.scope), "display_name": .string(Self.scope), "password_required": true,
      "password_max_age": 0, "scheme": [:],
    ]
    try await ask(.POST, "/scope", .json(scope), as: administrator)
    let person: JSON = [
      "username": .string(Self.person.name), "password": .string(Self.person.password),
      "scope": JSON([Self.scope]), "afdeling": "Wonen", "rollen": ["casusregie-regie", "post"],
    ]
    try await ask(.POST, "/user", .json(person), as: administrator)
    try await add(client: Self.application.name, grant: "code")
    try await add(client: Self.system, grant: "client_credentials")
  }

  /// It signs with another key from now on, and shows the former one no more.
  func sign(with key: SigningPair) async throws {
    try await ask(.PUT, "/mod/plugin/oidc", .json(plugin(signing: key)), as: administrator)
    try await ask(.PUT, "/mod/plugin/oidc/reset", as: administrator)
  }

  /// Gives its users or its clients properties.
  private func keep(_ kind: String, texts: [String], lists: [String]) async throws {
    let properties = texts.map { ($0, Self.property(isList: false)) } + lists.map { ($0, Self.property(isList: true)) }
    let parameters: JSON = [
      "use-glewlwyd-connection": true, "data-format": .object(OrderedDictionary(uniqueKeysWithValues: properties)),
    ]
    let module: JSON = [
      "module": "database", "name": "database", "display_name": "database", "order_rank": 0, "readonly": false,
      "multiple_passwords": false, "parameters": parameters,
    ]
    try await ask(.PUT, "/mod/\(kind)/database", .json(module), as: administrator)
    try await ask(.PUT, "/mod/\(kind)/database/reset", as: administrator)
  }

  private static func property(isList: Bool) -> JSON {
    ["multiple": .bool(isList), "read": true, "write": true, "profile-read": false, "profile-write": false]
  }

  private func add(client name: String, grant: String) async throws {
    let client: JSON = [
      "client_id": .string(name), "confidential": true, "client_secret": .string(Self.secretOfClients),
      "token_endpoint_auth_method": ["client_secret_basic"], "authorization_type": JSON([grant]),
      "redirect_uri": JSON([Self.application.address]), "scope": JSON([Self.scope]), "afdeling": "Wonen",
      "rollen": ["casusregie-inzage"],
    ]
    try await ask(.POST, "/client", .json(client), as: administrator)
  }

  private func plugin(signing key: SigningPair) -> JSON {
    let resources: JSON = [Self.scope: JSON([Self.audience, Self.otherAudience])]
    let claims = ["afdeling", "rollen"].map { name -> JSON in
      ["user-parameter": .string(name), "client-parameter": .string(name), "token-parameter": .string(name)]
    }
    let parameters: JSON = [
      "iss": .string(issuer), "jwt-type": .string(key.kind), "jwt-key-size": "256", "key": .string(key.secret),
      "cert": .string(key.shown), "jwks-show": true, "allow-non-oidc": true, "auth-type-code-enabled": true,
      "auth-type-client-enabled": true, "access-token-duration": 600, "refresh-token-duration": 600,
      "code-duration": 60, "refresh-token-rolling": false, "auth-type-token-enabled": false,
      "auth-type-password-enabled": false, "auth-type-refresh-enabled": false, "resource-allowed": true,
      "resource-scope": resources, "additional-parameters": .array(claims),
    ]
    return ["module": "oidc", "name": "oidc", "display_name": "oidc", "parameters": parameters]
  }
}
