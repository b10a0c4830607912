// What the AWS CDK says about pairs of templates: from a JSON list of {before, after} on stdin to a list of
// {logical id: verdict} on stdout.
const { fullDiff } = require("@aws-cdk/cloudformation-diff");

const pairs = JSON.parse(require("fs").readFileSync(0, "utf8"));
const verdicts = pairs.map(({ before, after }) => {
  try {
    const changes = fullDiff(before, after).resources.changes;
    return Object.fromEntries(Object.entries(changes).map(([name, change]) => [name, change.changeImpact]));
  } catch (error) {
    return { "": String(error) };
  }
});
process.stdout.write(JSON.stringify(verdicts));
