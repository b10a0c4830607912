import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.lang.StringEscapeUtils;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.app.VelocityEngine;

/**
 * Renders mapping templates with the real Velocity 1.x: one JSON object {template, body, parameters, context,
 * stageVariables} per line of standard input, one JSON object {output, overrides} or {error} per line of output.
 */
public final class Runner {
  public static void main(String[] arguments) throws Exception {
    VelocityEngine engine = new VelocityEngine();
    engine.setProperty("runtime.log.logsystem.class", "org.apache.velocity.runtime.log.NullLogChute");
    engine.setProperty("directive.foreach.maxloops", 1000);
    engine.init();
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      Map<String, Object> answer = new LinkedHashMap<>();
      try {
        render(engine, (Map<?, ?>) new Json(line).read(), answer);
      } catch (Exception | StackOverflowError error) {
        answer.put("error", error.toString());
      }
      out.println(Json.write(answer));
    }
  }

  @SuppressWarnings("unchecked")
  private static void render(VelocityEngine engine, Map<?, ?> job, Map<String, Object> answer) {
    Map<String, Object> overrides = new LinkedHashMap<>();
    overrides.put("header", new LinkedHashMap<String, Object>());
    ((Map<String, Object>) job.get("context")).put("responseOverride", overrides);
    VelocityContext context = new VelocityContext();
    context.put("input", new Input(job.get("body"), (Map<?, ?>) job.get("parameters")));
    context.put("util", new Util());
    context.put("context", job.get("context"));
    context.put("stageVariables", job.get("stageVariables"));
    StringWriter writer = new StringWriter();
    engine.evaluate(context, writer, "template", (String) job.get("template"));
    answer.put("output", writer.toString());
    answer.put("overrides", overrides);
  }

  /** `$input`, as far as our templates use it. */
  public static final class Input {
    private final Object body;
    private final Map<?, ?> parameters;

    Input(Object body, Map<?, ?> parameters) {
      this.body = body;
      this.parameters = parameters;
    }

    public Object path(String path) {
      if (!path.equals("$")) {
        throw new IllegalArgumentException(path);
      }
      return body;
    }

    public Map<?, ?> params() {
      return parameters;
    }
  }

  /** `$util`, as far as our templates use it. */
  public static final class Util {
    public String escapeJavaScript(String text) {
      return StringEscapeUtils.escapeJavaScript(text);
    }

    public String base64Encode(String text) {
      return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    public String base64Decode(String text) {
      return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    }

    public String urlDecode(String text) {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
  }

  /** As much of JSON as Python's `json` writes; numbers become Integer, Long, BigDecimal or Double as in Jackson. */
  private static final class Json {
    private final String text;
    private int at = 0;

    Json(String text) {
      this.text = text;
    }

    Object read() {
      blank();
      char first = text.charAt(at);
      if (first == '{') {
        return map();
      }
      if (first == '[') {
        return list();
      }
      if (first == '"') {
        return string();
      }
      return word();
    }

    private void blank() {
      while (at < text.length() && text.charAt(at) == ' ') {
        at++;
      }
    }

    private boolean next(char close) {
      blank();
      char found = text.charAt(at);
      if (found == close || found == ',') {
        at++;
      }
      blank();
      return found != close;
    }

    private Map<String, Object> map() {
      Map<String, Object> found = new LinkedHashMap<>();
      at++;
      while (next('}')) {
        String name = string();
        blank();
        at++;
        found.put(name, read());
      }
      return found;
    }

    private List<Object> list() {
      List<Object> found = new ArrayList<>();
      at++;
      while (next(']')) {
        found.add(read());
      }
      return found;
    }

    private String string() {
      StringBuilder found = new StringBuilder();
      for (at++; text.charAt(at) != '"'; at++) {
        char character = text.charAt(at);
        found.append(character == '\\' ? escape(text.charAt(++at)) : character);
      }
      at++;
      return found.toString();
    }

    private char escape(char kind) {
      switch (kind) {
        case 'n':
          return '\n';
        case 'r':
          return '\r';
        case 't':
          return '\t';
        case 'b':
          return '\b';
        case 'f':
          return '\f';
        case 'u':
          at += 4;
          return (char) Integer.parseInt(text.substring(at - 3, at + 1), 16);
        default:
          return kind;
      }
    }

    private Object word() {
      int start = at;
      while (at < text.length() && ",]} ".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      String found = text.substring(start, at);
      if (found.equals("null")) {
        return null;
      }
      if (found.equals("true") || found.equals("false")) {
        return Boolean.valueOf(found);
      }
      return number(found);
    }

    private static Object number(String found) {
      BigDecimal exact = new BigDecimal(found);
      if (found.matches("-?[0-9]+")) {
        if (exact.toBigInteger().bitLength() < 32) {
          return exact.intValue();
        }
        return exact.toBigInteger().bitLength() < 64 ? (Object) exact.longValue() : exact.toBigInteger();
      }
      return exact.doubleValue();
    }

    static String write(Object value) {
      if (value instanceof Map) {
        List<String> members = new ArrayList<>();
        ((Map<?, ?>) value).forEach((name, member) -> members.add(write(name) + ": " + write(member)));
        return "{" + String.join(", ", members) + "}";
      }
      if (value instanceof Number || value instanceof Boolean || value == null) {
        return String.valueOf(value);
      }
      StringBuilder found = new StringBuilder("\"");
      for (char character : value.toString().toCharArray()) {
        boolean plain = character >= ' ' && character < 127 && character != '"' && character != '\\';
        found.append(plain ? String.valueOf(character) : String.format("\\u%04x", (int) character));
      }
      return found.append('"').toString();
    }
  }
}
