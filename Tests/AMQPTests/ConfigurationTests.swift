import AMQP
import Testing

@Suite("Configuration")
struct ConfigurationTests {
  @Test("A URI is read as RabbitMQ specifies it")
  func uri() throws {
    let full = try AMQPConfiguration(uri: "amqps://us%40er:p%2Fw@broker.example:1234/a%2Fb")
    #expect(full.host == "broker.example" && full.port == 1234 && full.virtualHost == "a/b")
    #expect(full.credentials == .plain(user: "us@er", password: "p/w"))
    #expect(full.tls == AMQPTLS())
    let short = try AMQPConfiguration(uri: "amqp://u:p@[::1]")
    #expect(short.host == "::1" && short.port == 5672 && short.virtualHost == "/" && short.tls == nil)
    #expect(try AMQPConfiguration(uri: "amqp://u:p@h/").virtualHost == "")
    let external = try AMQPConfiguration(uri: "amqps://h")
    #expect(external.credentials == .external && external.port == 5671)
  }

  @Test(
    "A URI that says too little is refused without repeating it",
    arguments: ["http://u:secret@h", "amqp://h", "amqp://u@h", "amqp://u:secret@/v", "amqp://u:secret@h/a/b", "secret"]
  )
  func badURI(uri: String) {
    let error = #expect(throws: AMQPError.self) { try AMQPConfiguration(uri: uri) }
    #expect(error?.kind == .invalid)
    #expect(error?.debugDescription.contains("secret") == false)
  }

  @Test("With several servers each can be taken alone, and the rest stays")
  func servers() throws {
    var configuration = try AMQPConfiguration(uri: "amqps://u:p@one:1/v")
    #expect(configuration.servers == [AMQPServer(host: "one", port: 1)])
    configuration.otherServers = [AMQPServer(host: "two", port: 2)]
    #expect(configuration.servers == [AMQPServer(host: "one", port: 1), AMQPServer(host: "two", port: 2)])
    let second = configuration.at(configuration.servers[1])
    #expect(second.servers == [AMQPServer(host: "two", port: 2)])
    #expect(second.virtualHost == "v" && second.tls == AMQPTLS() && second.credentials == configuration.credentials)
  }

  @Test("No way of printing shows the password")
  func redacted() {
    let configuration = AMQPConfiguration(credentials: .plain(user: "u", password: "secret"))
    var dumped = ""
    dump(configuration, to: &dumped)
    for text in ["\(configuration)", String(reflecting: configuration), dumped] {
      #expect(!text.contains("secret"))
    }
  }
}
