/** Where reports of calls go, as one sets it in Aliyun's console. */
export class AliyunReports {
  url: string | null;

  constructor(url: string | null) {
    this.url = url;
  }
}
