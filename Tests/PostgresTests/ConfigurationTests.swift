import Postgres
import Testing

@Suite("Configuration") struct ConfigurationTests {
  @Test(
    "read from a URI or from keywords",
    arguments: [
      "postgresql://wim:ge%20heim@db.example:5433/zaken?sslmode=verify-full&application_name=casus",
      "host=db.example port=5433 user=wim password='ge heim' dbname=zaken sslmode=verify-full application_name=casus",
    ]
  )
  func parsing(text: String) throws {
    let configuration = try PostgresConfiguration(connectionString: text)
    #expect(
      configuration
        == PostgresConfiguration(
          host: "db.example",
          port: 5433,
          database: "zaken",
          user: "wim",
          password: "ge heim",
          tls: PostgresConfiguration.TLS(mode: "verify-full"),
          applicationName: "casus"
        )
    )
  }

  @Test("several servers, one port for each or for all") func servers() throws {
    let both = try PostgresConfiguration(
      connectionString: "postgresql://u@een:5433,twee:5434/d?target_session_attrs=read-write"
    )
    #expect(both.host == "een,twee" && both.ports == [5433, 5434] && both.target == "read-write")
    #expect(both.description == "u@een,twee:5433,5434/d")
    #expect(try PostgresConfiguration(connectionString: "postgresql://u@een,twee:5434/d").ports == [5432, 5434])
  }

  @Test("the password is shown nowhere") func redaction() throws {
    let configuration = PostgresConfiguration(host: "h", database: "d", user: "u", password: "geheim")
    var dumped = ""
    dump(configuration, to: &dumped)
    #expect(!"\(configuration) \(String(reflecting: configuration)) \(dumped)".contains("geheim"))
  }

  @Test(
    "what cannot be read is refused without being quoted",
    arguments: [
      "postgresql://u:geheim@h:port/d", "password=geheim", "user=u password=geheim onzin=1", "user=u krb_geheim",
      "user=u password=geheim gssencmode=disable",
    ]
  )
  func refusal(text: String) {
    let error = #expect(throws: PostgresError.self) { try PostgresConfiguration(connectionString: text) }
    #expect(error.map { "\($0) \($0.debugDescription)".contains("geheim") } == false)
  }
}
